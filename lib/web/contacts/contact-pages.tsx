// The contacts of a person: search, add, change and remove; contact groups; export as CSV.
//
//   GET /contacts?q=&group=&after=&phone=   POST /contacts   { do, ... }
//   GET /contacts/export
import type { Administration } from '../../gateway/administration/index.ts'
import { ContactComplaint } from '../../gateway/administration/contacts.ts'
import { mostFields, readFieldName, type Fields } from '../../gateway/contacts/fields.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { Select } from '../shell/select.tsx'
import { FinalButton, Sure } from '../shell/sure.tsx'
import { hiddenHead, Table } from '../shell/table.tsx'
import type { Form } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { Notice, sendPage, Token } from '../shell/shell.tsx'
import { goTo, type PersonVisit } from '../visit.ts'
import { AddForm, GroupForm } from './contact-forms.tsx'
import { contactWord, type SayContact } from './words.ts'

export const contactPages: readonly Page[] = [
  get('user', '/contacts', (visit) => showContacts(visit)),
  post('user', '/contacts', changeContacts),
  get('user', '/contacts/export', exportFile),
]

function deskOf({ gateway, person }: PersonVisit): Administration {
  return gateway.administer(person.address)
}

function wordsOf({ language }: PersonVisit): SayContact {
  return contactWord(language)
}

async function changeContacts(visit: PersonVisit, form: Form): Promise<void> {
  try {
    if (form.text('do') === 'write') writeTo(visit, form.all('contact'))
    else {
      await change(visit, form)
      goTo(visit, '/contacts')
    }
  } catch (error) {
    if (!(error instanceof ContactComplaint)) throw error
    visit.response.status(422)
    const line = wordsOf(visit)(error.fault, error.detail)
    await showContacts(visit, line)
  }
}

/** Those who were chosen, in the form for several. */
function writeTo(visit: PersonVisit, chosen: readonly string[]): void {
  const query = new URLSearchParams({ to: chosen.join(', ') })
  goTo(visit, chosen.length === 0 ? '/contacts' : `/messages/many?${query.toString()}`)
}

async function change(visit: PersonVisit, form: Form): Promise<void> {
  const desk = deskOf(visit)
  const { address } = visit.person
  const group = form.text('group')
  const chosen = form.all('contact')
  switch (form.text('do')) {
    case 'add':
      return desk.addContact(
        address,
        {
          name: form.text('name'),
          phone: form.text('phone'),
          groups: listOf(form.text('groups')),
          ...fieldsOf(form),
        },
        form.text('was') || undefined,
      )
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

/** `Town: Rennes` on each line; one that is indented goes on with the one before. What stands as the form showed it leaves what is there. */
function fieldsOf(form: Form): { fields?: Fields } {
  const written = (name: string): string => form.text(name).replace(/\r\n?/g, '\n').trim()
  const text = written('fields')
  if (text === written('fields_shown')) return {}
  const fields = text.split(/\n(?![ \t])/).flatMap((field) => {
    const [, title = '', folded = ''] = /^([^:\n]*):(.*)$/s.exec(field) ?? []
    const name = readFieldName(title)
    const value = folded.replace(/\n[ \t]{1,2}/g, '\n').trim()
    return name === undefined || value === '' ? [] : [[name, value] as const]
  })
  return text !== '' && fields.length === 0 ? {} : { fields: fields.slice(0, mostFields) }
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
}

async function exportFile(visit: PersonVisit): Promise<void> {
  const { response, person } = visit
  const text = await deskOf(visit).exportContacts(person.address)
  response.type('text/csv; charset=utf-8').attachment('contacts.csv').send(text)
}

async function showContacts(visit: PersonVisit, problem?: string): Promise<void> {
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
        <p class="actions">
          <a class="button" href={`${action}/import`}>
            {word('import')}
          </a>
          <a class="button" href={`${action}/export`}>
            {word('export')}
          </a>
        </p>
      </header>
      {problem !== undefined && <Notice kind="bad">{problem}</Notice>}
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
          head={[
            hiddenHead(word('choose')),
            word('name'),
            word('phone'),
            word('groups'),
            word('fields'),
          ]}
          rows={contacts.map(({ name, phone, groups: its, fields }) => [
            <input
              type="checkbox"
              name="contact"
              value={name}
              aria-label={`${word('choose')} ${name}`}
            />,
            <a href={`${action}?${editing(visit.query, name)}`} title={word('change')}>
              {name}
            </a>,
            <a href={`${site.base}/messages?with=${encodeURIComponent(phone)}`}>
              {formatPhone(phone)}
            </a>,
            its.join(', '),
            fields.map(([field, value]) => `${field}: ${value.slice(0, 40)}`).join(' · '),
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
            <p class="buttons">
              <button class="button" name="do" value="write">
                {word('write')}
              </button>
            </p>
            <Sure label={word('remove')} note={word('remove_note')}>
              <FinalButton wish="remove" label={word('for_good')} />
            </Sure>
          </div>
        )}
        {next !== undefined && (
          <p>
            <a href={`${action}?${onwards.toString()}`}>{word('next')}</a>
          </p>
        )}
      </form>
      <div class="cards">
        <AddForm visit={visit} contact={contacts.find(({ name }) => name === query.get('edit'))} />
        <GroupForm visit={visit} groups={groups} />
      </div>
    </>,
  )
}

/** The page that is open, with a contact in the form. */
function editing(query: URLSearchParams, name: string): string {
  const changed = new URLSearchParams(query)
  changed.delete('phone')
  changed.set('edit', name)
  return `${changed.toString()}#add-title`
}
