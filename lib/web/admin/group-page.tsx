// Groups: the tree, and of each its settings, domains and sender names; renamed, moved, removed.
//
//   GET and POST /groups     GET and POST /groups/:id     POST /groups/:id/settings, /domains, /names
import type { Administration } from '../../gateway/administration/index.ts'
import type { ListedGroup } from '../../gateway/administration/groups.ts'
import type { Form as SentForm } from '../form.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { get, post, type Page } from '../page.ts'
import { may, pathPart, type PersonVisit } from '../visit.ts'
import { deskOf, wordsOf } from './desk.ts'
import {
  Doing,
  goDone,
  Field,
  Form,
  GroupSelect,
  sendAdminPage,
  Submit,
  type Saying,
} from './frame.tsx'
import { changeSettings, SettingsForm } from './settings-card.tsx'
import { FinalButton, Sure } from '../shell/sure.tsx'
import { Table } from '../shell/table.tsx'
import type { AdminWord } from './words/index.ts'

export const groupPages: readonly Page[] = [
  get('settings', '/groups', (visit) => showTree(visit)),
  post('settings', '/groups', addGroup),
  get('settings', '/groups/:id', (visit) => showGroup(visit)),
  post('settings', '/groups/:id', changeGroup),
  post('settings', '/groups/:id/settings', changeGroupSettings),
  post('settings', '/groups/:id/domains', changeDomains),
  post('settings', '/groups/:id/names', changeNames),
]

interface Shown {
  readonly desk: Administration
  readonly groups: readonly ListedGroup[]
  readonly group: ListedGroup
}

/** The group of the path, where it is theirs. */
async function shownGroup(visit: PersonVisit): Promise<Shown> {
  const desk = deskOf(visit, 'settings')
  const groups = await desk.listGroups()
  const group = groups.find(({ id }) => String(id) === pathPart(visit, 'id'))
  if (group === undefined) throw new HttpRefusal(404, 'not_found')
  return { desk, groups, group }
}

async function addGroup(visit: PersonVisit, form: SentForm): Promise<void> {
  const [parent, name] = [form.text('parent'), form.text('name').replaceAll('/', ' ')]
  await deskOf(visit, 'settings').addGroup(parent === 'Master' ? name : `${parent}/${name}`)
  goDone(visit, '/groups')
}

async function showTree(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const groups = await deskOf(visit, 'settings').listGroups()
  const least = Math.min(...groups.map(({ path }) => depthOf(path)))
  sendAdminPage(
    visit,
    'groups',
    <>
      <section class="card">
        <ul class="tree" aria-label={word('groups')}>
          {groups.map(({ id, path }) => (
            <li data-depth={Math.min(8, depthOf(path) - least)}>
              <a href={`${visit.site.base}/groups/${id}`}>{path.split('/').at(-1)}</a>
            </li>
          ))}
        </ul>
      </section>
      <Form visit={visit} path="/groups" title={word('new_group')}>
        <GroupSelect visit={visit} groups={groups} name="parent" label={word('below_group')} />
        <Field label={word('name')} name="name" maxLength={60} required />
        <Submit visit={visit} word="add" />
      </Form>
    </>,
  )
}

/** Master is above all others. */
function depthOf(path: string): number {
  return path === 'Master' ? 0 : path.split('/').length
}

async function changeGroup(visit: PersonVisit, form: SentForm): Promise<void> {
  const { desk, group } = await shownGroup(visit)
  const wish = form.text('do')
  if (wish === 'rename') await desk.renameGroup(group.path, form.text('name'))
  else if (wish === 'move') await desk.moveGroup(group.path, form.text('group'))
  else if (wish === 'remove') {
    await desk.removeGroup(group.path)
    goDone(visit, '/groups')
    return
  }
  goDone(visit, `/groups/${group.id}`)
}

async function changeGroupSettings(visit: PersonVisit, form: SentForm): Promise<void> {
  const { desk, group } = await shownGroup(visit)
  const scope = { group: group.path }
  const problems = await changeSettings(visit, desk, { scope, form })
  if (problems.length > 0) await showGroup(visit, problems)
  else goDone(visit, `/groups/${group.id}`)
}

async function changeDomains(visit: PersonVisit, form: SentForm): Promise<void> {
  const { desk, group } = await shownGroup(visit)
  const domain = form.text('domain').trim()
  if (form.text('do') === 'remove') {
    await desk.removeDomain(domain)
    goDone(visit, `/groups/${group.id}`)
    return
  }
  const moved = await desk.setDomain({ domain, group: group.path })
  const text = `${wordsOf(visit)('done')} ${moved} ${wordsOf(visit)('moved')}.`
  await showGroup(visit, [{ kind: 'good', text }])
}

async function changeNames(visit: PersonVisit, form: SentForm): Promise<void> {
  const { desk, group } = await shownGroup(visit)
  const name = form.text('name').trim()
  if (form.text('do') === 'remove') await desk.removeName(name, group.path)
  else await desk.approveName(name, group.path)
  goDone(visit, `/groups/${group.id}`)
}

async function showGroup(visit: PersonVisit, said?: readonly Saying[]): Promise<void> {
  const word = wordsOf(visit)
  const { desk, groups, group } = await shownGroup(visit)
  const { base } = visit.site
  const here = `/groups/${group.id}`
  const isHere = (one: { readonly group: string }): boolean => one.group === group.path
  const domains = (await desk.listDomains()).filter(isHere).map(({ domain }) => domain)
  const names = (await desk.listNames()).filter(isHere).map(({ name }) => name)
  const settings = await desk.listSettings({ group: group.path })
  const link = (right: 'members' | 'logs', path: string, label: AdminWord) =>
    may(visit.person, right) && (
      <a class="button" href={`${base}${path}?group=${group.id}`}>
        {word(label)}
      </a>
    )
  sendAdminPage(
    visit,
    'groups',
    <>
      <SettingsForm visit={visit} path={`${here}/settings`} settings={settings} isGroup />
      <div class="cards">
        <Kept
          visit={visit}
          path={`${here}/domains`}
          kept={domains}
          {...{ title: 'domains', label: 'domain', name: 'domain', hint: 'domains_hint' }}
        />
        <Kept
          visit={visit}
          path={`${here}/names`}
          kept={names}
          {...{ title: 'sender_names', label: 'name', name: 'name' }}
        />
        <Form visit={visit} path={here} title={word('this_group')}>
          <Field
            label={word('name')}
            name="name"
            maxLength={60}
            value={group.path.split('/').at(-1) ?? ''}
          />
          <Submit visit={visit} word="rename" wish="rename" />
          <GroupSelect visit={visit} groups={groups} label={word('move_below')} />
          <Submit visit={visit} word="move" wish="move" />
          <Sure label={word('remove_group')} note={word('group_remove_note')}>
            <FinalButton wish="remove" label={word('for_good')} />
          </Sure>
        </Form>
      </div>
    </>,
    {
      ...(said && { said }),
      heading: group.path,
      actions: (
        <>
          {link('members', '/users', 'users')}
          {link('members', '/rights', 'rights')}
          {link('logs', '/logs', 'logs')}
        </>
      ),
    },
  )
}

/** A list of words of a group, each of which can be taken away, and a field for one more. */
function Kept({
  visit,
  path,
  kept,
  title,
  label,
  name,
  hint,
}: {
  readonly visit: PersonVisit
  readonly path: string
  readonly kept: readonly string[]
  readonly title: AdminWord
  readonly label: AdminWord
  readonly name: string
  readonly hint?: AdminWord
}) {
  const word = wordsOf(visit)
  return (
    <section class="card" aria-label={word(title)}>
      <h2>{word(title)}</h2>
      {hint !== undefined && <p class="muted">{word(hint)}</p>}
      {kept.length > 0 && (
        <Table
          label={word(title)}
          empty=""
          head={[word(label), word('change')]}
          rows={kept.map((one) => [
            one,
            <Doing
              visit={visit}
              path={path}
              fields={{ [name]: one }}
              wish="remove"
              label={word('remove')}
            />,
          ])}
        />
      )}
      <Form visit={visit} path={path} class="stack">
        <Field label={word(label)} name={name} required />
        <Submit visit={visit} word="add" wish="add" />
      </Form>
    </section>
  )
}
