// The block list of an organisation: phones that want no more.
//
//   GET /blocks?group=&q=&after=   POST /blocks   { do, group, phone, q, after }
import type { Form as SentForm } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import type { PersonVisit } from '../visit.ts'
import { asked, deskOf, wordsOf } from './desk.ts'
import { Doing, goDone, Field, Form, GroupSelect, sendAdminPage, Submit, When } from './frame.tsx'
import { Table } from '../shell/table.tsx'

export const blockPages: readonly Page[] = [
  get('settings', '/blocks', (visit) =>
    showBlocks(
      visit,
      wishOf((name) => asked(visit, name) ?? ''),
    ),
  ),
  post('settings', '/blocks', changeBlocks),
]

/** The part of a list that is open. */
type Wish = Readonly<Record<'group' | 'q' | 'after', string>>

function wishOf(written: (name: keyof Wish) => string): Wish {
  return { group: written('group'), q: written('q').slice(0, 40), after: written('after') }
}

async function changeBlocks(visit: PersonVisit, form: SentForm): Promise<void> {
  const desk = deskOf(visit, 'settings')
  const wish = wishOf((name) => form.text(name))
  const phone = form.text('phone')
  if (form.text('do') === 'remove') await desk.removeBlock(wish.group, phone)
  else await desk.addBlock(wish.group, phone)
  goDone(visit, '/blocks', Object.entries(wish))
}

async function showBlocks(visit: PersonVisit, wished: Wish): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'settings')
  const groups = await desk.listGroups()
  const group = (groups.find(({ path }) => path === wished.group) ?? groups[0])?.path ?? ''
  const open = { ...wished, group }
  const { blocks, next } =
    groups.length === 0
      ? { blocks: [], next: undefined }
      : await desk.searchBlocks(group, { search: open.q, after: open.after })
  const onwards = new URLSearchParams({ ...open, after: next ?? '' })
  const head = (['phone', 'came_by', 'time', 'change'] as const).map(word)
  sendAdminPage(
    visit,
    'blocks',
    <>
      <form class="card filters" method="get" action={`${visit.site.base}/blocks`} role="search">
        <GroupSelect visit={visit} groups={groups} value={group} />
        <Field label={word('phone')} name="q" inputMode="tel" value={open.q} />
        <Submit visit={visit} word="search" />
      </form>
      <section class="card">
        <Table
          label={word('blocks')}
          empty={word(open.q + open.after === '' ? 'none_yet' : 'nothing')}
          head={head}
          rows={blocks.map(({ phone, source, since }) => [
            <span class="line">{formatPhone(phone)}</span>,
            source,
            <When visit={visit} at={since} />,
            <Doing
              visit={visit}
              path="/blocks"
              fields={{ ...open, phone }}
              wish="remove"
              label={word('remove')}
            />,
          ])}
        />
        {next !== undefined && (
          <p>
            <a class="button" rel="next" href={`${visit.site.base}/blocks?${onwards.toString()}`}>
              {word('older')}
            </a>
          </p>
        )}
      </section>
      <Form visit={visit} path="/blocks" fields={{ group }} title={word('add')}>
        <Field label={word('phone')} name="phone" inputMode="tel" required />
        <Submit visit={visit} word="add" />
      </Form>
    </>,
  )
}
