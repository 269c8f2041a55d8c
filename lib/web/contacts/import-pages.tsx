// A file of contacts, in two steps: what it holds, and what is wrong in which line; then it is stored.
//
//   GET /contacts/import    POST /contacts/import   { do: check | import, file or content, column_N, group }
//
// The file that was looked at stands in the page's form, so that nothing is stored before it is confirmed
// and no script is needed.
import type { ImportedContacts } from '../../gateway/administration/contact-import.ts'
import { ContactComplaint } from '../../gateway/administration/contacts.ts'
import type { Columns, ColumnRole, FileColumn } from '../../gateway/contacts/columns.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { Table } from '../shell/table.tsx'
import type { Form } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { Notice, sendPage, Token } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { contactWord, type ContactWord, type SayContact } from './words.ts'

/** Base64 and the fields around it stay below it. */
const formMegabytes = 2
const largestFile = 1_048_576
const mostTold = 100

export const importPages: readonly Page[] = [
  get('user', '/contacts/import', (visit) => showImport(visit, {})),
  post('user', '/contacts/import', importFile, formMegabytes),
]

interface Shown {
  readonly problem?: string
  /** The file, base64. */
  readonly content?: string
  readonly group?: string
  readonly columns?: readonly FileColumn[]
  readonly checked?: ImportedContacts
  readonly stored?: ImportedContacts
}

async function importFile(visit: PersonVisit, form: Form): Promise<void> {
  const { gateway, person, response } = visit
  const word = contactWord(visit.language)
  const bytes = form.file('file') ?? Buffer.from(form.text('content'), 'base64')
  const isImport = form.text('do') === 'import'
  const group = form.text('group').trim()
  if (bytes.length > largestFile) {
    response.status(422)
    showImport(visit, { problem: word('file_too_large') })
    return
  }
  const content = bytes.toString('base64')
  const file = { content: bytes, columns: columnsOf(form), ...(group !== '' && { group }) }
  try {
    const desk = gateway.administer(person.address)
    const imported = await desk.importContacts(person.address, file, !isImport)
    const { columns } = imported
    showImport(
      visit,
      isImport ? { stored: imported } : { content, group, columns, checked: imported },
    )
  } catch (error) {
    if (!(error instanceof ContactComplaint)) throw error
    const { fault, detail, columns } = error
    response.status(422)
    const again = columns.length === 0 ? {} : { content, group, columns }
    showImport(visit, { problem: word(fault, detail), ...again })
  }
}

const mostColumns = 100

/** What the person said of each column; nothing where they have not been asked yet. */
function columnsOf(form: Form): Partial<Columns> {
  const roles = Array.from({ length: mostColumns }, (_, index) => form.text(`column_${index + 1}`))
  if (roles.every((role) => role === '')) return {}
  const numbers = (wanted: ColumnRole): number[] =>
    roles.flatMap((role, index) => (role === wanted ? [index + 1] : []))
  const [groups] = numbers('groups')
  return {
    name: numbers('name'),
    // Number 0 is no column: whoever chose none is asked again.
    phone: numbers('phone')[0] ?? 0,
    ...(groups !== undefined && { groups }),
    fields: numbers('field'),
  }
}

function showImport(visit: PersonVisit, shown: Shown): void {
  const word = contactWord(visit.language)
  const { base } = visit.site
  const { problem, stored } = shown
  sendPage(
    visit,
    { title: word('import_title') },
    <>
      <header class="content-head">
        <h1>{word('import_title')}</h1>
        <p class="actions">
          <a href={`${base}/contacts`}>{word('back')}</a>
        </p>
      </header>
      {problem !== undefined && <Notice kind="bad">{problem}</Notice>}
      {stored !== undefined && (
        <>
          <Notice kind="good">{word('stored', String(stored.stored))}</Notice>
          <Wrong imported={stored} word={word} />
        </>
      )}
      <form
        class="stack import"
        method="post"
        action={`${base}/contacts/import`}
        enctype="multipart/form-data"
      >
        <Token visit={visit} />
        {shown.content === undefined ? (
          <FileStep word={word} />
        ) : (
          <CheckStep shown={shown} word={word} />
        )}
      </form>
    </>,
  )
}

interface Worded {
  readonly word: SayContact
}

function FileStep({ word }: Worded) {
  return (
    <section class="card stack">
      <p class="muted">{word('import_note')}</p>
      <label class="input">
        <span>{word('file')}</span>
        <input
          type="file"
          name="file"
          accept=".xlsx,.csv,.txt,.tsv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          required
        />
      </label>
      <p>
        <button class="button primary" name="do" value="check">
          {word('check')}
        </button>
      </p>
    </section>
  )
}

function CheckStep({ shown, word }: Worded & { shown: Shown }) {
  const { content, columns = [], checked, group = '' } = shown
  return (
    <>
      <input type="hidden" name="content" value={content} />
      {checked !== undefined && (
        <Notice kind="good">{word('right', String(checked.stored))}</Notice>
      )}
      <section class="card stack" aria-labelledby="columns-title">
        <h2 id="columns-title">{word('columns')}</h2>
        <ColumnTable columns={columns} word={word} />
        <label class="input">
          <span>{word('group_for_all')}</span>
          <input name="group" value={group} maxLength={64} autocomplete="off" />
        </label>
        <p class="buttons">
          <button class="button" name="do" value="check">
            {word('check_again')}
          </button>
          {checked !== undefined && checked.stored > 0 && (
            <button class="button primary" name="do" value="import">
              {word('import_them', String(checked.stored))}
            </button>
          )}
        </p>
      </section>
      {checked !== undefined && checked.first.length > 0 && (
        <section class="card" aria-labelledby="first-title">
          <h2 id="first-title">{word('first_ones')}</h2>
          <Table
            label={word('first_ones')}
            empty=""
            head={[word('name'), word('phone'), word('groups'), word('fields')]}
            rows={checked.first.map(({ name, phone, groups, fields }) => [
              name,
              formatPhone(phone),
              groups.join(', '),
              fields.map(([field, value]) => `${field}: ${value.slice(0, 60)}`).join(' · '),
            ])}
          />
        </section>
      )}
      {checked !== undefined && <Wrong imported={checked} word={word} />}
    </>
  )
}

const roles: readonly (readonly [role: ColumnRole, word: ContactWord])[] = [
  ['none', 'role_none'],
  ['name', 'name'],
  ['phone', 'phone'],
  ['groups', 'groups'],
  ['field', 'role_field'],
]

function ColumnTable({ columns, word }: Worded & { columns: readonly FileColumn[] }) {
  return (
    <Table
      label={word('columns')}
      empty=""
      head={[word('column'), word('example'), word('role')]}
      rows={columns.map(({ number, title, example, role }) => [
        title === '' ? String(number) : title.slice(0, 80),
        example.slice(0, 60),
        <select name={`column_${number}`} aria-label={`${word('role')}: ${title || number}`}>
          {roles.map(([value, label]) => (
            <option value={value} selected={value === role}>
              {word(label)}
            </option>
          ))}
        </select>,
      ])}
    />
  )
}

/** Each line that is left out, and why. */
function Wrong({ imported: { wrong }, word }: Worded & { imported: ImportedContacts }) {
  if (wrong.length === 0) return null
  return (
    <section class="card stack" aria-labelledby="wrong-title">
      <h2 id="wrong-title">{word('wrong_lines')}</h2>
      <p>{word('wrong_count', String(wrong.length))}</p>
      <Table
        label={word('wrong_lines')}
        empty=""
        head={[word('line', ''), word('reason')]}
        rows={wrong
          .slice(0, mostTold)
          .map(({ line, fault, detail }) => [line, word(fault, detail.slice(0, 80))])}
      />
      {wrong.length > mostTold && <p>{word('more_wrong', String(wrong.length - mostTold))}</p>}
    </section>
  )
}
