// Keys: made and shown once, paused, resumed, and revoked for good.
//
//   GET and POST /keys
import type { ListedKey } from '../../gateway/administration/keys.ts'
import type { Form as SentForm } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { Once } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { Badge } from './badge.tsx'
import { deskOf, wordsOf } from './desk.ts'
import {
  Doing,
  goDone,
  Field,
  Form,
  GroupSelect,
  sendAdminPage,
  Submit,
  When,
  type Saying,
} from './frame.tsx'
import { Table } from '../shell/table.tsx'

export const keyPages: readonly Page[] = [
  get('keys', '/keys', (visit) => showKeys(visit)),
  post('keys', '/keys', changeKeys),
]

async function changeKeys(visit: PersonVisit, form: SentForm): Promise<void> {
  const desk = deskOf(visit, 'keys', form)
  const [wish, prefix] = [form.text('do'), form.text('prefix')]
  if (wish === 'add') {
    const key = await desk.addKey({
      group: form.text('group'),
      name: form.text('name').slice(0, 60),
    })
    const text = (
      <>
        {wordsOf(visit)('new_key')} <code>{key}</code>
      </>
    )
    // Shown by this answer alone, not by a page that an address leads to.
    await showKeys(visit, [{ kind: 'good', text }])
    return
  }
  if (wish === 'revoke') await desk.revokeKey(prefix)
  else if (wish === 'pause' || wish === 'resume') await desk.setKeyActive(prefix, wish === 'resume')
  goDone(visit, '/keys')
}

async function showKeys(visit: PersonVisit, said?: readonly Saying[]): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'keys')
  const keys = await desk.listKeys()
  const groups = await desk.listGroups()
  const head = (['subject_key', 'name', 'group', 'state', 'last_used', 'change'] as const).map(word)
  sendAdminPage(
    visit,
    'keys',
    <>
      <section class="card">
        <Table
          label={word('keys')}
          empty={word('none_yet')}
          head={head}
          rows={keys.map((key) => [
            <code>{key.prefix}…</code>,
            key.name,
            key.account ?? key.group,
            <KeyState visit={visit} keyOf={key} />,
            <When visit={visit} at={key.lastUsedAt} />,
            !isRevoked(key) && (
              <div class="buttons">
                {([key.active ? 'pause' : 'resume', 'revoke'] as const).map((wish) => (
                  <Doing
                    visit={visit}
                    path="/keys"
                    fields={{ prefix: key.prefix }}
                    wish={wish}
                    label={word(wish)}
                    isFinal={wish === 'revoke'}
                  />
                ))}
              </div>
            ),
          ])}
        />
      </section>
      <Form visit={visit} path="/keys" title={word('new_group_key')}>
        <Once visit={visit} />
        <GroupSelect visit={visit} groups={groups} />
        <Field label={word('name')} name="name" maxLength={60} />
        <Submit visit={visit} word="add" wish="add" />
      </Form>
    </>,
    { ...(said && { said }) },
  )
}

function isRevoked({ expiresAt }: ListedKey): boolean {
  return expiresAt !== null && expiresAt <= Date.now()
}

function KeyState({ visit, keyOf }: { visit: PersonVisit; keyOf: ListedKey }) {
  const word = wordsOf(visit)
  if (isRevoked(keyOf)) return <Badge mood="bad">{word('revoked')}</Badge>
  return (
    <Badge mood={keyOf.active ? 'good' : 'slow'}>{word(keyOf.active ? 'active' : 'paused')}</Badge>
  )
}
