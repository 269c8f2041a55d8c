// The settings that somebody may change about their own account, as a form.
import type { Wish } from '../../gateway/people/wishes.ts'
import type { Language } from '../../mail/language/phrases.ts'
import { Token } from '../shell/shell.tsx'
import { shellWords } from '../shell/words.ts'
import type { PersonVisit } from '../visit.ts'
import { accountWords } from './words.ts'

const choices: Readonly<Record<string, readonly (readonly [value: string, shown: string])[]>> = {
  language: [
    ['da', 'Dansk'],
    ['sv', 'Svenska'],
    ['nb', 'Norsk bokmål'],
    ['de', 'Deutsch'],
    ['fr', 'Français'],
    ['en', 'English'],
  ],
  encoding: [
    ['auto', 'auto'],
    ['gsm', 'GSM-7'],
    ['unicode', 'UCS-2'],
  ],
}

/** What is `refused` stays as it was typed. */
export function WishForm({
  visit,
  wishes,
  refused,
}: {
  visit: PersonVisit
  wishes: readonly Wish[]
  refused: readonly Wish[]
}) {
  const typed = new Map(refused.map(({ name, value }) => [name, value]))
  const words = accountWords[visit.language]
  return (
    <form method="post" action={`${visit.site.base}/account/wishes`} class="stack">
      <Token visit={visit} />
      {wishes.map((wish) => (
        <label class="input" key={wish.name}>
          <span>{words[wish.name]}</span>
          <WishField
            wish={{ ...wish, value: typed.get(wish.name) ?? wish.value }}
            isWrong={typed.has(wish.name)}
            language={visit.language}
          />
        </label>
      ))}
      <p>
        <button class="button">{shellWords[visit.language].save}</button>
      </p>
    </form>
  )
}

interface WishFieldProps {
  readonly wish: Wish
  readonly isWrong: boolean
  readonly language: Language
}

function WishField({ wish, isWrong, language }: WishFieldProps) {
  const { name, value } = wish
  const wrong = isWrong ? 'true' : undefined
  if (name === 'sms_signature')
    return (
      <textarea name={name} aria-invalid={wrong} rows={2} maxLength={160}>
        {value !== '' && `\n${value}`}
      </textarea>
    )
  const known = choicesOf(wish, language)
  if (known === undefined)
    return <input name={name} aria-invalid={wrong} value={value} autocomplete="off" />
  return (
    <select name={name} aria-invalid={wrong}>
      {known.map(([one, shown]) => (
        <option key={one} value={one} selected={one === value}>
          {shown}
        </option>
      ))}
    </select>
  )
}

const validities = ['network', '1h', '3h', '6h', '12h', '1d', '2d', '3d']

/** `6h` in words. */
function lasting(written: string, language: Language): string {
  const unit = written.endsWith('d') ? 'day' : 'hour'
  const format = { style: 'unit', unit, unitDisplay: 'long' } as const
  return new Intl.NumberFormat(language, format).format(parseInt(written, 10))
}

function choicesOf({ name, choices: own }: Wish, language: Language) {
  return name === 'sender_name'
    ? own?.map((one) => [one, one === '' ? accountWords[language].own_sender : one] as const)
    : choicesFor(name, language)
}

/** What can be chosen for a setting of users, each with its words; undefined for any other one. */
export function choicesFor(
  name: string,
  language: Language,
): readonly (readonly [value: string, shown: string])[] | undefined {
  const words = accountWords[language]
  switch (name) {
    case 'format':
      return [
        ['normal', words.format_normal],
        ['flash', words.format_flash],
        ['normal_then_flash', words.format_both],
      ] as const
    case 'validity':
      return validities.map(
        (one) =>
          [one, one === 'network' ? words.validity_network : lasting(one, language)] as const,
      )
    case 'duplicate_guard':
      return [
        ['yes', words.yes],
        ['no', words.no],
      ] as const
    case 'reports':
      return [
        ['none', words.reports_none],
        ['failures', words.reports_failures],
        ['all', words.reports_all],
      ] as const
    default:
      return choices[name]
  }
}
