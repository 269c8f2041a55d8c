// Users and groups: who is in which group, and each setting of a group with where it comes from.
//
//   GET /users, POST /users, /users/add     GET /groups, POST /groups, /groups/settings
import { get, post, type Page } from '../page.ts'
import type { Form } from '../form.ts'
import { Notice, sendPage, Token } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { asked, askedNumber, complaining, deskOf, wordsOf } from './desk.ts'
import { Badge } from './badge.tsx'
import { Select, Table } from './table.tsx'

export const peoplePages: readonly Page[] = complaining([
  get('members', '/users', (visit) => showUsers(visit)),
  post('members', '/users', changeUsers),
  post('members', '/users/add', addUsers),
  get('settings', '/groups', (visit) => showGroups(visit)),
  post('settings', '/groups', addGroup),
  post('settings', '/groups/settings', changeSetting),
])

async function addUsers(visit: PersonVisit, form: Form): Promise<void> {
  const word = wordsOf(visit)
  const done = await deskOf(visit, 'members').addUsers(form.text('group'), form.text('addresses'))
  if (done.refused.length > 0) visit.response.status(422)
  await showUsers(visit, [
    `${done.added.length} ${word('added')}, ${done.moved.length} ${word('moved')}`,
    ...done.refused.map(({ line, why }) => `${line}: ${why}`),
  ])
}

async function changeUsers(visit: PersonVisit, form: Form): Promise<void> {
  const desk = deskOf(visit, 'members')
  const wish = form.text('do')
  for (const address of form.all('address')) {
    if (wish === 'move') await desk.moveAccount(address, form.text('group'))
    else if (wish === 'remove') await desk.removeAccount(address)
    else if (wish === 'pause' || wish === 'resume')
      await desk.setAccountActive(address, wish === 'resume')
  }
  await showUsers(visit, [wordsOf(visit)('done')])
}

async function showUsers(visit: PersonVisit, said: readonly string[] = []): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'members')
  const group = askedNumber(visit, 'group')
  const filter = asked(visit, 'filter')
  const { users, next } = await desk.searchUsers({ group, filter, after: asked(visit, 'after') })
  const groups = await desk.listGroups()
  const paths = groups.map(({ path }) => ({ value: path, label: path }))
  const { base } = visit.site
  const onwards = new URLSearchParams(visit.query)
  if (next !== undefined) onwards.set('after', next)
  sendPage(
    visit,
    { title: word('users') },
    <>
      <header class="content-head">
        <h1>{word('users')}</h1>
      </header>
      {said.map((line, index) => (
        <Notice kind={index === 0 ? 'good' : 'bad'}>{line}</Notice>
      ))}
      <form class="card filters" method="get" action={`${base}/users`} role="search">
        <label class="input">
          <span>{word('address')}</span>
          <input name="filter" value={filter ?? ''} />
        </label>
        <Select
          label={word('group')}
          name="group"
          value={String(group ?? '')}
          none={word('all')}
          choices={groups.map(({ id, path }) => ({ value: String(id), label: path }))}
        />
        <p>
          <button class="button">{word('search')}</button>
        </p>
      </form>
      <form class="card" method="post" action={`${base}/users`}>
        <Token visit={visit} />
        <Table
          label={word('users')}
          empty={word('nothing')}
          head={[
            word('choose'),
            word('address'),
            word('name'),
            word('group'),
            word('number'),
            word('state'),
          ]}
          rows={users.map((user) => [
            <input
              type="checkbox"
              name="address"
              value={user.address}
              aria-label={`${word('choose')} ${user.address}`}
            />,
            user.address,
            user.name,
            user.group,
            user.number ?? '',
            <Badge mood={user.active ? 'good' : 'slow'}>
              {word(user.active ? 'active' : 'paused')}
            </Badge>,
          ])}
        />
        <div class="filters">
          <p class="buttons">
            {(['pause', 'resume', 'remove'] as const).map((name) => (
              <button class="button" name="do" value={name}>
                {word(name)}
              </button>
            ))}
          </p>
          <Select label={word('group')} name="group" value="" choices={paths} />
          <button class="button" name="do" value="move">
            {word('move')}
          </button>
        </div>
        {next !== undefined && (
          <p>
            <a rel="next" href={`${base}/users?${onwards.toString()}`}>
              {word('older')}
            </a>
          </p>
        )}
      </form>
      <form class="card" method="post" action={`${base}/users/add`}>
        <h2>{word('add')}</h2>
        <Token visit={visit} />
        <Select label={word('group')} name="group" value="" choices={paths} />
        <label class="input">
          <span>{word('addresses')}</span>
          <textarea name="addresses" rows={6} required />
        </label>
        <p>
          <button class="button">{word('add')}</button>
        </p>
      </form>
    </>,
  )
}

async function addGroup(visit: PersonVisit, form: Form): Promise<void> {
  const [parent, name] = [form.text('parent'), form.text('name').replaceAll('/', ' ')]
  await deskOf(visit, 'settings').addGroup(parent === 'Master' ? name : `${parent}/${name}`)
  await showGroups(visit, wordsOf(visit)('done'))
}

const openness = ['locked', 'subadmin', 'users'] as const

async function changeSetting(visit: PersonVisit, form: Form): Promise<void> {
  const desk = deskOf(visit, 'settings')
  const scope = { group: form.text('group') }
  const name = form.text('name')
  const open = openness.find((one) => one === form.text('open'))
  if (form.text('do') === 'inherit') await desk.unsetSetting(scope, name)
  else
    await desk.setSetting(scope, {
      ...{ name, value: form.text('value') },
      ...(open !== undefined && { open }),
    })
  await showGroups(visit, wordsOf(visit)('done'), scope.group)
}

async function showGroups(visit: PersonVisit, said?: string, changed?: string): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'settings')
  const groups = await desk.listGroups()
  const wished = askedNumber(visit, 'group')
  const shown =
    groups.find(({ id, path }) => (changed === undefined ? id === wished : path === changed)) ??
    groups[0]
  const settings = shown === undefined ? [] : await desk.listSettings({ group: shown.path })
  const domains = (await desk.listDomains()).filter(({ group }) => group === shown?.path)
  const { base } = visit.site
  sendPage(
    visit,
    { title: word('groups') },
    <>
      <header class="content-head">
        <h1>{word('groups')}</h1>
      </header>
      {said !== undefined && <Notice kind="good">{said}</Notice>}
      <form class="card filters" method="get" action={`${base}/groups`}>
        <Select
          label={word('group')}
          name="group"
          value={String(shown?.id ?? '')}
          choices={groups.map(({ id, path }) => ({
            value: String(id),
            label: `${'\u2003'.repeat(path.split('/').length - 1)}${path}`,
          }))}
        />
        <p>
          <button class="button">{word('choose')}</button>
        </p>
      </form>
      <div class="cards">
        <form class="card" method="post" action={`${base}/groups/settings`}>
          <h2>{word('setting')}</h2>
          <Token visit={visit} />
          <input type="hidden" name="group" value={shown?.path ?? ''} />
          <Select
            label={word('setting')}
            name="name"
            value=""
            choices={settings.map(({ name }) => ({ value: name, label: name }))}
          />
          <label class="input">
            <span>{word('value')}</span>
            <input name="value" />
          </label>
          <Select
            label={word('open_to')}
            name="open"
            value=""
            none=""
            choices={openness.map((value) => ({ value, label: value }))}
          />
          <p class="buttons">
            <button class="button" name="do" value="set">
              {word('set')}
            </button>
            <button class="button" name="do" value="inherit">
              {word('inherit')}
            </button>
          </p>
        </form>
        <form class="card" method="post" action={`${base}/groups`}>
          <h2>{word('new_group')}</h2>
          <Token visit={visit} />
          <input type="hidden" name="parent" value={shown?.path ?? ''} />
          <label class="input">
            <span>{word('name')}</span>
            <input name="name" maxLength={60} required />
          </label>
          <p>
            <button class="button">{word('add')}</button>
          </p>
        </form>
      </div>
      <section class="card" aria-label={word('setting')}>
        <h2>{shown?.path}</h2>
        {domains.length > 0 && <p>{domains.map(({ domain }) => domain).join(', ')}</p>}
        <Table
          label={word('setting')}
          empty={word('nothing')}
          head={[word('setting'), word('value'), word('comes_from'), word('open_to')]}
          rows={settings.map(({ name, value, from, open }) => [
            <code>{name}</code>,
            value,
            from,
            open,
          ])}
        />
      </section>
    </>,
  )
}
