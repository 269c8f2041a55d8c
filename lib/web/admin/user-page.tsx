// Users: found, added many at a time by pasting, moved, paused, removed; and the settings of one.
//
//   GET and POST /users     POST /users/add     GET and POST /users/settings
import { Complaint } from '../../gateway/administration/index.ts'
import type { ListedUser } from '../../gateway/administration/users.ts'
import type { Form as SentForm } from '../form.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { get, post, type Page } from '../page.ts'
import { may, type PersonVisit } from '../visit.ts'
import { Badge } from './badge.tsx'
import { complaintInWords } from './complaint.ts'
import { asked, askedNumber, deskOf, wordsOf } from './desk.ts'
import { Field, Form, goDone, GroupSelect, sendAdminPage, Submit, type Saying } from './frame.tsx'
import { changeSettings, SettingsForm } from './settings-card.tsx'
import { FinalButton, Sure } from '../shell/sure.tsx'
import { hiddenHead, Table } from '../shell/table.tsx'

export const userPages: readonly Page[] = [
  get('members', '/users', (visit) => showUsers(visit)),
  post('members', '/users', changeUsers),
  post('members', '/users/add', addUsers, 1 / 4),
  get('settings', '/users/settings', (visit) => showSettings(visit, asked(visit, 'address'))),
  post('settings', '/users/settings', changeUserSettings),
]

async function addUsers(visit: PersonVisit, form: SentForm): Promise<void> {
  const word = wordsOf(visit)
  const added = await deskOf(visit, 'members').addUsers(form.text('group'), form.text('addresses'))
  if (added.refused.length > 0) visit.response.status(422)
  const counts = `${added.added.length} ${word('added')}, ${added.moved.length} ${word('moved')}`
  await showUsers(visit, [
    { kind: 'good', text: counts },
    ...added.refused.map(({ line, why }) => ({
      kind: 'bad' as const,
      text: `${line}: ${complaintInWords(visit.language, why)}`,
    })),
  ])
}

async function changeUsers(visit: PersonVisit, form: SentForm): Promise<void> {
  const [wish, group] = [form.text('do'), form.text('group')]
  const addresses = form.all('address')
  const said: Saying[] = []
  if (addresses.length === 0) said.push({ kind: 'bad', text: wordsOf(visit)('nothing_chosen') })
  for (const address of addresses) {
    try {
      await changeUser(visit, address, { wish, group })
    } catch (error) {
      if (!(error instanceof Complaint)) throw error
      const why = complaintInWords(visit.language, error)
      said.push({ kind: 'bad', text: `${address}: ${why}` })
    }
  }
  if (said.length > 0) visit.response.status(422)
  if (said.length > 0) await showUsers(visit, said)
  else goDone(visit, '/users', shownIn(visit))
}

async function changeUser(
  visit: PersonVisit,
  address: string,
  { wish, group }: { wish: string; group: string },
): Promise<void> {
  const desk = deskOf(visit, 'members')
  if (wish === 'move') await desk.moveAccount(address, group)
  else if (wish === 'remove') await desk.removeAccount(address)
  else if (wish === 'step_off') await desk.endSecondStep(address)
  else if (wish === 'pause' || wish === 'resume')
    await desk.setAccountActive(address, wish === 'resume')
}

/** What of the list is shown: the search and the page of it. */
function shownIn({ query }: PersonVisit): URLSearchParams {
  const shown = new URLSearchParams(query)
  shown.delete('done')
  return shown
}

async function showUsers(visit: PersonVisit, said?: readonly Saying[]): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'members')
  const group = askedNumber(visit, 'group')
  const filter = asked(visit, 'filter')
  const { users, next } = await desk.searchUsers({ group, filter, after: asked(visit, 'after') })
  const groups = await desk.listGroups()
  const shown = shownIn(visit).toString()
  const onwards = shownIn(visit)
  onwards.set('after', next ?? '')
  sendAdminPage(
    visit,
    'users',
    <>
      <form class="card filters" method="get" action={`${visit.site.base}/users`} role="search">
        <Field label={word('address')} name="filter" value={filter ?? ''} />
        <GroupSelect
          visit={visit}
          groups={groups}
          byId
          value={String(group ?? '')}
          none={word('all')}
        />
        <Submit visit={visit} word="search" />
      </form>
      <Form visit={visit} path={`/users${shown && `?${shown}`}`}>
        <UserTable visit={visit} users={users} />
        <div class="filters">
          <p class="buttons">
            {(['pause', 'resume'] as const).map((name) => (
              <button class="button" name="do" value={name}>
                {word(name)}
              </button>
            ))}
          </p>
          <GroupSelect visit={visit} groups={groups} />
          <button class="button" name="do" value="move">
            {word('move')}
          </button>
          <Sure label={word('step_off')} note={word('step_off_note')}>
            <FinalButton wish="step_off" label={word('switch_off')} />
          </Sure>
          <Sure label={word('remove')} note={word('users_remove_note')}>
            <FinalButton wish="remove" label={word('for_good')} />
          </Sure>
        </div>
        {next !== undefined && (
          <p>
            <a rel="next" href={`${visit.site.base}/users?${onwards.toString()}`}>
              {word('older')}
            </a>
          </p>
        )}
      </Form>
      <Form visit={visit} path="/users/add" title={word('add')}>
        <GroupSelect visit={visit} groups={groups} />
        <label class="input">
          <span>{word('addresses')}</span>
          <textarea name="addresses" rows={6} required />
        </label>
        <Submit visit={visit} word="add" />
      </Form>
    </>,
    { ...(said && { said }) },
  )
}

function UserTable({ visit, users }: { visit: PersonVisit; users: readonly ListedUser[] }) {
  const word = wordsOf(visit)
  const isSetter = may(visit.person, 'settings')
  const head = ['address', 'name', 'group', 'number', 'state'] as const
  return (
    <Table
      label={word('users')}
      empty={word('nothing')}
      head={[hiddenHead(word('choose')), ...head.map(word)]}
      rows={users.map((user) => [
        <input
          type="checkbox"
          name="address"
          value={user.address}
          aria-label={`${word('choose')} ${user.address}`}
        />,
        isSetter ? (
          <a href={`${visit.site.base}/users/settings?${addressQuery(user.address)}`}>
            {user.address}
          </a>
        ) : (
          user.address
        ),
        user.name,
        user.group,
        user.number ?? '',
        <Badge mood={user.active ? 'good' : 'slow'}>
          {word(user.active ? 'active' : 'paused')}
        </Badge>,
      ])}
    />
  )
}

function addressQuery(address: string): string {
  return new URLSearchParams({ address }).toString()
}

async function changeUserSettings(visit: PersonVisit, form: SentForm): Promise<void> {
  const account = form.text('address')
  const desk = deskOf(visit, 'settings')
  const problems = await changeSettings(visit, desk, { scope: { account }, form })
  if (problems.length > 0) await showSettings(visit, account, problems)
  else goDone(visit, '/users/settings', [['address', account]])
}

async function showSettings(
  visit: PersonVisit,
  address: string | undefined,
  said?: readonly Saying[],
): Promise<void> {
  if (address === undefined) throw new HttpRefusal(404, 'not_found')
  const desk = deskOf(visit, 'settings')
  const settings = await desk.listSettings({ account: address })
  sendAdminPage(
    visit,
    'users',
    <SettingsForm
      visit={visit}
      path="/users/settings"
      fields={{ address }}
      settings={settings.filter(({ changeable }) => changeable)}
      isGroup={false}
    />,
    { ...(said && { said }), heading: address },
  )
}
