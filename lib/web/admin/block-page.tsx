// The block list of an organisation: phones that want no more.
//
//   GET and POST /blocks
import type { Form as SentForm } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import type { PersonVisit } from '../visit.ts'
import { asked, deskOf, wordsOf } from './desk.ts'
import {
  Doing,
  done,
  Field,
  Form,
  GroupSelect,
  sendAdminPage,
  Submit,
  When,
  type Saying,
} from './frame.tsx'
import { Table } from '../shell/table.tsx'

export const blockPages: readonly Page[] = [
  get('settings', '/blocks', (visit) => showBlocks(visit, asked(visit, 'group'))),
  post('settings', '/blocks', changeBlocks),
]

const mostShown = 500

async function changeBlocks(visit: PersonVisit, form: SentForm): Promise<void> {
  const desk = deskOf(visit, 'settings')
  const [group, phone] = [form.text('group'), form.text('phone')]
  if (form.text('do') === 'remove') await desk.removeBlock(group, phone)
  else await desk.addBlock(group, phone)
  await showBlocks(visit, group, done(visit))
}

async function showBlocks(
  visit: PersonVisit,
  wished: string | undefined,
  said: readonly Saying[] = [],
): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'settings')
  const groups = await desk.listGroups()
  const group = (groups.find(({ path }) => path === wished) ?? groups[0])?.path ?? ''
  const blocks = groups.length === 0 ? [] : await desk.listBlocks(group)
  const head = (['phone', 'came_by', 'time', 'change'] as const).map(word)
  sendAdminPage(
    visit,
    'blocks',
    <>
      <form class="card filters" method="get" action={`${visit.site.base}/blocks`}>
        <GroupSelect visit={visit} groups={groups} value={group} />
        <Submit visit={visit} word="choose" />
      </form>
      <section class="card">
        <Table
          label={word('blocks')}
          empty={word('none_yet')}
          head={head}
          rows={blocks
            .slice(0, mostShown)
            .map(({ phone, source, since }) => [
              <span class="line">{formatPhone(phone)}</span>,
              source,
              <When visit={visit} at={since} />,
              <Doing
                visit={visit}
                path="/blocks"
                fields={{ group, phone }}
                wish="remove"
                label={word('remove')}
              />,
            ])}
        />
      </section>
      <Form visit={visit} path="/blocks" fields={{ group }} title={word('add')}>
        <Field label={word('phone')} name="phone" inputMode="tel" required />
        <Submit visit={visit} word="add" />
      </Form>
    </>,
    { said },
  )
}
