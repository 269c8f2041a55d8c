// Who changed what, in words: for an administrator in their part of the tree, for the operator everywhere.
//
//   GET /audit
import type { AuditEntry } from '../../gateway/administration/audit.ts'
import { get, type Page } from '../page.ts'
import type { PersonVisit } from '../visit.ts'
import { asked, askedNumber, deskOf, wordsOf } from './desk.ts'
import { Field, sendAdminPage, Submit, When } from './frame.tsx'
import { Table } from '../shell/table.tsx'
import { isAdminWord, type AdminWord } from './words/index.ts'

export const auditPages: readonly Page[] = [get('settings', '/audit', showAudit)]

async function showAudit(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const filter = asked(visit, 'filter')
  const before = askedNumber(visit, 'before')
  const { entries, next } = await deskOf(visit, 'settings').searchAudit({ filter, before })
  const head = (['time', 'who', 'change', 'what', 'before', 'after'] as const).map(word)
  const onwards = new URLSearchParams(visit.query)
  onwards.set('before', String(next ?? ''))
  sendAdminPage(
    visit,
    'audit',
    <>
      <form class="card filters" method="get" role="search">
        <Field label={word('who_or_what')} name="filter" value={filter ?? ''} />
        <Submit visit={visit} word="search" />
      </form>
      <section class="card">
        <Table
          label={word('audit')}
          empty={word('nothing')}
          head={head}
          rows={entries.map((entry) => [
            <When visit={visit} at={entry.at} />,
            actorOf(entry, word),
            changeInWords(entry.action, word),
            subjectOf(entry, word),
            entry.before !== null && <Facts said={entry.before} word={word} />,
            entry.after !== null && <Facts said={entry.after} word={word} />,
          ])}
        />
        {next !== undefined && (
          <p>
            <a class="button" rel="next" href={`?${onwards.toString()}`}>
              {word('older')}
            </a>
          </p>
        )}
      </section>
    </>,
  )
}

type Word = (word: AdminWord) => string

function actorOf({ actor }: Pick<AuditEntry, 'actor'>, word: Word): string {
  return actor.startsWith('cli:') ? `${actor.slice(4)} (${word('command_line')})` : actor
}

/** An action that has no words stands as it is written down. */
export function changeInWords(action: string, word: Word): string {
  const name = action.replaceAll(/\W/g, '_')
  return isAdminWord(name) ? word(name) : action
}

/** `group Office/Sales max_parts` is: Group Office/Sales, Most parts of a message. */
function subjectOf({ action, subject }: AuditEntry, word: Word): string {
  const [, kind = '', rest = ''] = /^(\S+) ([^]*)$/.exec(subject) ?? []
  const name = `subject_${kind}`
  if (!isAdminWord(name)) return subject
  const setting = action.startsWith('setting ') ? / (\w+)$/.exec(rest)?.[1] : undefined
  if (setting === undefined) return `${word(name)} ${rest}`
  return `${word(name)} ${rest.slice(0, -setting.length - 1)}: ${settingInWords(setting, word)}`
}

export function settingInWords(setting: string, word: Word): string {
  const name = `set_${setting}`
  return isAdminWord(name) ? word(name) : setting
}

/** What was or is: a text, or the facts of a JSON object, one a line. */
function Facts({ said, word }: { said: string; word: Word }) {
  const facts = factsOf(said)
  if (facts === undefined) return <span class="some-text">{said}</span>
  return (
    <>
      {facts.map(([name, value]) => (
        <span class="fact">
          {factName(name, word)}: {value}
        </span>
      ))}
    </>
  )
}

function factsOf(said: string): [string, string][] | undefined {
  if (!said.startsWith('{')) return undefined
  try {
    const facts = Object.entries(JSON.parse(said) as Record<string, unknown>)
    return facts.flatMap(([name, value]): [string, string][] =>
      value === null || value === '' || (Array.isArray(value) && value.length === 0)
        ? []
        : [[name, written(value)]],
    )
  } catch {
    return undefined
  }
}

function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(written).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const factWords: Readonly<Record<string, AdminWord>> = {
  value: 'value',
  open: 'open_to',
  group: 'group',
  groupId: 'group',
  group_id: 'group',
  account: 'address',
  address: 'address',
  name: 'name',
  number: 'number',
  moved: 'moved',
  domains: 'domains',
  proof: 'proof',
  keyId: 'subject_key',
}

function factName(name: string, word: Word): string {
  const known = factWords[name]
  return known === undefined ? name : word(known)
}
