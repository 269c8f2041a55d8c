// The settings of a group or a user as one form: each with its value, where that comes from, and who below
// may change it. What was not changed in the form stays as it is.
import type { Administration, SettingScope } from '../../gateway/administration/index.ts'
import { Complaint } from '../../gateway/administration/index.ts'
import type { ListedSetting } from '../../gateway/administration/settings.ts'
import { choicesFor } from '../account/wish-card.tsx'
import type { Form as SentForm } from '../form.ts'
import type { PersonVisit } from '../visit.ts'
import { settingInWords } from './audit-page.tsx'
import { complaintInWords } from './complaint.ts'
import { wordsOf } from './desk.ts'
import { Form, Submit, type Saying } from './frame.tsx'
import { Table } from '../shell/table.tsx'
import { isAdminWord, type AdminWord } from './words/index.ts'

const openness = ['locked', 'subadmin', 'users'] as const

const opennessWords = {
  locked: 'locked',
  subadmin: 'subadmin',
  users: 'open_users',
} as const satisfies Record<(typeof openness)[number], AdminWord>

/** Changes what differs from what the form was shown with; what cannot be is told, the rest is done. */
export async function changeSettings(
  visit: PersonVisit,
  desk: Administration,
  { scope, form }: { scope: SettingScope; form: SentForm },
): Promise<Saying[]> {
  const problems: Saying[] = []
  for (const setting of await desk.listSettings(scope)) {
    try {
      await changeOne(desk, scope, { setting, form })
    } catch (error) {
      if (!(error instanceof Complaint)) throw error
      problems.push({ kind: 'bad', text: complaintInWords(visit.language, error) })
    }
  }
  if (problems.length > 0) visit.response.status(422)
  return problems
}

async function changeOne(
  desk: Administration,
  scope: SettingScope,
  { setting: { name, own }, form }: { setting: ListedSetting; form: SentForm },
): Promise<void> {
  if (form.has(`inherit.${name}`)) return desk.unsetSetting(scope, name)
  const [value, shown] = [form.text(`value.${name}`), form.text(`shown.${name}`)]
  const open = openness.find((one) => one === form.text(`open.${name}`))
  const isNew = form.has(`value.${name}`) && value !== shown
  const isOpened = open !== undefined && open !== own.open
  if (!isNew && !isOpened) return
  await desk.setSetting(scope, { name, ...(isNew && { value }), ...(isOpened && { open }) })
}

export function SettingsForm({
  visit,
  path,
  fields,
  settings,
  isGroup,
}: {
  readonly visit: PersonVisit
  readonly path: string
  readonly fields?: Readonly<Record<string, string>>
  readonly settings: readonly ListedSetting[]
  readonly isGroup: boolean
}) {
  const word = wordsOf(visit)
  const head: AdminWord[] = ['setting', 'value', 'comes_from', 'inherit']
  return (
    <Form visit={visit} path={path} {...(fields && { fields })} title={word('settings')}>
      <p class="muted">{word('settings_hint')}</p>
      <Table
        label={word('settings')}
        empty={word('nothing')}
        head={[...head.map(word), ...(isGroup ? [word('open_to')] : [])]}
        rows={settings.map((setting) => [
          <>
            {settingInWords(setting.name, word)}
            <span class="why">
              <code>{setting.name}</code>
            </span>
          </>,
          <Value visit={visit} setting={setting} />,
          originOf(setting, word),
          (setting.own.value !== null || setting.own.open !== null) && (
            <input
              type="checkbox"
              name={`inherit.${setting.name}`}
              value="yes"
              aria-label={`${word('inherit')} ${settingInWords(setting.name, word)}`}
            />
          ),
          ...(isGroup ? [<Openness visit={visit} setting={setting} />] : []),
        ])}
      />
      <Submit visit={visit} word="save_settings" />
    </Form>
  )
}

function originOf({ from }: ListedSetting, word: (word: AdminWord) => string): string {
  if (from === 'default') return word('default')
  const [, kind = '', rest = ''] = /^(group|account) ([^]*)$/.exec(from) ?? []
  return kind === '' ? from : rest
}

function Value({ visit, setting }: { visit: PersonVisit; setting: ListedSetting }) {
  const word = wordsOf(visit)
  const { name, value, choices, describe, changeable } = setting
  if (!changeable) return <>{choices === undefined ? value : choiceInWords(name, value, visit)}</>
  const label = settingInWords(name, word)
  return (
    <>
      <input type="hidden" name={`shown.${name}`} value={value} />
      {choices === undefined ? (
        <input
          class="plain-input"
          name={`value.${name}`}
          value={value}
          aria-label={label}
          title={describe}
        />
      ) : (
        <select class="plain-input" name={`value.${name}`} aria-label={label}>
          {choices.map((choice) => (
            <option value={choice} selected={choice === value}>
              {choiceInWords(name, choice, visit)}
            </option>
          ))}
        </select>
      )}
    </>
  )
}

/** A choice that has no words stands as it is written in a file. */
export function choiceInWords(
  setting: string,
  choice: string,
  visit: Pick<PersonVisit, 'language'>,
): string {
  const known = choicesFor(setting, visit.language)?.find(([value]) => value === choice)
  if (known !== undefined) return known[1]
  const name = choice === 'yes' || choice === 'no' ? choice : `choice_${choice}`
  return isAdminWord(name) ? wordsOf(visit)(name) : choice
}

function Openness({ visit, setting }: { visit: PersonVisit; setting: ListedSetting }) {
  const word = wordsOf(visit)
  const { name, own, open, changeable } = setting
  if (!changeable) return <>{word(opennessWords[open])}</>
  return (
    <select
      class="plain-input"
      name={`open.${name}`}
      aria-label={`${word('open_to')}: ${settingInWords(name, word)}`}
    >
      {own.open === null && (
        <option value="">
          {word('as_above')}: {word(opennessWords[open])}
        </option>
      )}
      {openness.map((one) => (
        <option value={one} selected={one === own.open}>
          {word(opennessWords[one])}
        </option>
      ))}
    </select>
  )
}
