// The contacts of a person: search, add, change and remove; contact groups; import and export of CSV.
//
//   GET /contacts?q=&group=&after=   POST /contacts          { do, ... }
//   GET /contacts/export             POST /contacts/import   { do: check | import, file or content }
//
// A file that was checked stands in the page's form, so that nothing is stored before it is confirmed and
// no script is needed.
import type { Administration } from '../../gateway/administration/index.ts'
import { ContactComplaint, type ImportedContacts } from '../../gateway/administration/contacts.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { Select, Table } from '../admin/table.tsx'
import type { Form } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { Notice, sendPage, Token } from '../shell/shell.tsx'
import { goTo, type PersonVisit } from '../visit.ts'
import { contactWords, type ContactWord } from './words.ts'

/** Base64 and the fields around it stay below it. */
const formMegabytes = 2
const largestFile = 1_048_576

export const contactPages: readonly Page[] = [
  get('user', '/contacts', (visit) => showContacts(visit)),
  post('user', '/contacts', changeContacts),
  post('user', '/contacts/import', importFile, formMegabytes),
  get('user', '/contacts/export', exportFile),
]

interface Said {
  readonly kind: 'good' | 'bad'
  readonly lines: readonly string[]
}

/** A file that was looked at, and not stored yet. */
interface Checked {
  readonly content: string
  readonly form: Form
}

function deskOf({ gateway, person }: PersonVisit): Administration {
  return gateway.administer(person.address)
}

function wordsOf({ language }: PersonVisit): (word: ContactWord, detail?: string) => string {
  return (word, detail = '') => contactWords[language][word].replace('{}', () => detail)
}

async function changeContacts(visit: PersonVisit, form: Form): Promise<void> {
  try {
    await change(visit, form)
    goTo(visit, '/contacts')
  } catch (error) {
    if (!(error instanceof ContactComplaint)) throw error
    visit.response.status(422)
    const line = wordsOf(visit)(error.fault, error.detail)
    await showContacts(visit, { kind: 'bad', lines: [line] })
  }
}

async function change(visit: PersonVisit, form: Form): Promise<void> {
  const desk = deskOf(visit)
  const { address } = visit.person
  const group = form.text('group')
  const chosen = form.all('contact')
  switch (form.text('do')) {
    case 'add':
      return desk.addContact(address, {
        name: form.text('name'),
        phone: form.text('phone'),
        groups: listOf(form.text('groups')),
      })
    case 'add-group':
      return desk.addContactGroup(address, group)
    case 'remove-group':
      return desk.removeContactGroup(address, group)
    case 'put':
      for (const contact of chosen) await desk.joinContactGroup(address, { contact, group })
      return
    case 'take':
      for (const contact of chosen) await desk.leaveContactGroup(address, { contact, group })
      return
    case 'remove':
      for (const contact of chosen) await desk.removeContact(address, contact)
  }
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
}

async function importFile(visit: PersonVisit, form: Form): Promise<void> {
  const word = wordsOf(visit)
  const content = form.file('file') ?? Buffer.from(form.text('content'), 'base64')
  const isCheck = form.text('do') !== 'import'
  const say = async (said: Said, checked?: Checked): Promise<void> => {
    if (said.kind === 'bad') visit.response.status(422)
    await showContacts(visit, said, checked)
  }
  if (content.length > largestFile) return say({ kind: 'bad', lines: [word('file_too_large')] })
  const checked = { content: content.toString('base64'), form }
  const [name, phone, groups] = ['name', 'phone', 'groups'].map((field) => form.text(field).trim())
  const columns = {
    ...(name ? { name: listOf(name) } : {}),
    ...(phone ? { phone } : {}),
    ...(groups ? { groups } : {}),
  }
  try {
    const { person } = visit
    const imported = await deskOf(visit).importContacts(
      person.address,
      { content, columns },
      isCheck,
    )
    const first = word(isCheck ? 'right' : 'stored', String(imported.stored))
    const lines = outcomeLines(imported, first, word)
    await say({ kind: 'good', lines }, isCheck ? checked : undefined)
  } catch (error) {
    if (!(error instanceof ContactComplaint)) throw error
    await say({ kind: 'bad', lines: [word(error.fault)] }, checked)
  }
}

const mostTold = 100

function outcomeLines(
  { wrong }: ImportedContacts,
  first: string,
  word: (word: ContactWord, detail?: string) => string,
): string[] {
  const told = wrong
    .slice(0, mostTold)
    .map(
      ({ line, fault, detail }) =>
        `${word('line', String(line))}: ${word(fault, detail.slice(0, 80))}`,
    )
  return [first, ...told, ...(wrong.length > mostTold ? [`… (${wrong.length})`] : [])]
}

async function exportFile(visit: PersonVisit): Promise<void> {
  const { response, person } = visit
  const text = await deskOf(visit).exportContacts(person.address)
  response.type('text/csv; charset=utf-8').attachment('contacts.csv').send(text)
}

async function showContacts(visit: PersonVisit, said?: Said, checked?: Checked): Promise<void> {
  const word = wordsOf(visit)
  const { query, person, site } = visit
  const [search = '', group = '', after = ''] = ['q', 'group', 'after'].map(
    (name) => query.get(name)?.trim().slice(0, 100) ?? '',
  )
  const desk = deskOf(visit)
  const { contacts, next } = await desk.searchContacts(person.address, { search, group, after })
  const groups = (await desk.listContactGroups(person.address)).map(({ name, members }) => ({
    value: name,
    label: `${name} (${members})`,
  }))
  const onwards = new URLSearchParams({ q: search, group, after: next ?? '' })
  const action = `${site.base}/contacts`
  sendPage(
    visit,
    { title: word('title') },
    <>
      <header class="content-head">
        <h1>{word('title')}</h1>
        <p>
          <a href={`${action}/export`}>{word('export')}</a>
        </p>
      </header>
      {said?.lines.map((line, index) => (
        <Notice kind={index === 0 ? said.kind : 'bad'}>{line}</Notice>
      ))}
      {checked !== undefined && <ImportForm visit={visit} checked={checked} />}
      <form class="card filters" method="get" action={action} role="search">
        <label class="input">
          <span>{word('search')}</span>
          <input type="search" name="q" value={search} />
        </label>
        <Select
          label={word('group')}
          name="group"
          value={group}
          none={word('all')}
          choices={groups}
        />
        <p>
          <button class="button">{word('search')}</button>
        </p>
      </form>
      <form class="card" method="post" action={action}>
        <Token visit={visit} />
        <Table
          label={word('title')}
          empty={word('none')}
          head={[word('choose'), word('name'), word('phone'), word('groups')]}
          rows={contacts.map(({ name, phone, groups: its }) => [
            <input
              type="checkbox"
              name="contact"
              value={name}
              aria-label={`${word('choose')} ${name}`}
            />,
            name,
            <a href={`${site.base}/messages?with=${encodeURIComponent(phone)}`}>
              {formatPhone(phone)}
            </a>,
            its.join(', '),
          ])}
        />
        {contacts.length > 0 && (
          <div class="filters">
            {groups.length > 0 && (
              <>
                <Select label={word('group')} name="group" value={group} choices={groups} />
                <p class="buttons">
                  <button class="button" name="do" value="put">
                    {word('put')}
                  </button>
                  <button class="button" name="do" value="take">
                    {word('take')}
                  </button>
                </p>
              </>
            )}
            <p>
              <button class="button" name="do" value="remove">
                {word('remove')}
              </button>
            </p>
          </div>
        )}
        {next !== undefined && (
          <p>
            <a href={`${action}?${onwards.toString()}`}>{word('next')}</a>
          </p>
        )}
      </form>
      <div class="cards">
        <AddForm visit={visit} />
        <GroupForm visit={visit} groups={groups} />
        {checked === undefined && <ImportForm visit={visit} />}
      </div>
    </>,
  )
}

function AddForm({ visit }: { visit: PersonVisit }) {
  const word = wordsOf(visit)
  return (
    <section class="card" aria-labelledby="add-title">
      <h2 id="add-title">{word('add')}</h2>
      <form method="post" action={`${visit.site.base}/contacts`} class="stack">
        <Token visit={visit} />
        <label class="input">
          <span>{word('name')}</span>
          <input name="name" maxLength={64} required autocomplete="off" />
        </label>
        <label class="input">
          <span>{word('phone')}</span>
          <input name="phone" type="tel" required autocomplete="off" />
        </label>
        <label class="input">
          <span>{word('groups')}</span>
          <input name="groups" autocomplete="off" />
        </label>
        <p class="muted">{word('add_note')}</p>
        <p>
          <button class="button primary" name="do" value="add">
            {word('add')}
          </button>
        </p>
      </form>
    </section>
  )
}

function GroupForm({
  visit,
  groups,
}: {
  visit: PersonVisit
  groups: readonly { value: string; label: string }[]
}) {
  const word = wordsOf(visit)
  const action = `${visit.site.base}/contacts`
  return (
    <section class="card" aria-labelledby="groups-title">
      <h2 id="groups-title">{word('groups')}</h2>
      <form method="post" action={action} class="stack">
        <Token visit={visit} />
        <label class="input">
          <span>{word('name')}</span>
          <input name="group" maxLength={64} required autocomplete="off" />
        </label>
        <p>
          <button class="button" name="do" value="add-group">
            {word('add_group')}
          </button>
        </p>
      </form>
      {groups.length > 0 && (
        <form method="post" action={action} class="stack">
          <Token visit={visit} />
          <Select label={word('group')} name="group" value="" choices={groups} />
          <p>
            <button class="button" name="do" value="remove-group">
              {word('remove_group')}
            </button>
          </p>
        </form>
      )}
    </section>
  )
}

function ImportForm({ visit, checked }: { visit: PersonVisit; checked?: Checked }) {
  const word = wordsOf(visit)
  const columns = [
    ['name', word('name_column')],
    ['phone', word('phone_column')],
    ['groups', word('groups_column')],
  ] as const
  return (
    <section class="card" aria-labelledby="import-title">
      <h2 id="import-title">{word('import')}</h2>
      <form
        method="post"
        action={`${visit.site.base}/contacts/import`}
        enctype="multipart/form-data"
        class="stack"
      >
        <Token visit={visit} />
        {checked === undefined ? (
          <label class="input">
            <span>{word('file')}</span>
            <input type="file" name="file" accept=".csv,.txt,.tsv,text/csv" required />
          </label>
        ) : (
          <input type="hidden" name="content" value={checked.content} />
        )}
        {columns.map(([name, label]) => (
          <label class="input" key={name}>
            <span>{label}</span>
            <input name={name} value={checked?.form.text(name) ?? ''} autocomplete="off" />
          </label>
        ))}
        <p class="muted">{word('guessed')}</p>
        <p>
          <button class="button" name="do" value="check">
            {word('check')}
          </button>
          {checked !== undefined && (
            <button class="button primary" name="do" value="import">
              {word('import')}
            </button>
          )}
        </p>
      </form>
    </section>
  )
}
