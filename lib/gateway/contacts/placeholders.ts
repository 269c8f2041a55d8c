// What stands in braces in a text to several people, and in a stock phrase: the name of a contact, or one
// of its own columns. Pure.
//
//   Hi {first name}, your table in {Town|our restaurant} is ready.
//
// Behind a bar stands what is written where a contact has nothing; `{{` and `}}` are braces. [v1], [v2] are
// the first and second own column, as SMStoB has them.
import { fieldKey, type Fields } from './fields.ts'

export interface Addressed {
  /** '' for a phone that is no contact. */
  readonly name: string
  readonly phone: string
  readonly fields: Fields
}

/** `missing`: what a contact does not have, as it is written. */
export type Filled = { readonly text: string } | { readonly missing: string }

const places = /\{\{|\}\}|\{([^{}|\n]{1,60})(?:\|([^{}\n]{0,200}))?\}|\[v(\d{1,2})\]/gi

export function fillPlaceholders(text: string, contact: Addressed): Filled {
  let missing: string | undefined
  const filled = text.replace(
    places,
    (
      whole,
      name: string | undefined,
      otherwise: string | undefined,
      number: string | undefined,
    ) => {
      if (whole === '{{' || whole === '}}') return whole.slice(1)
      const value = number === undefined ? valueOf(name ?? '', contact) : ownColumn(contact, number)
      if (value === undefined && otherwise === undefined) missing ??= whole
      return value ?? otherwise ?? whole
    },
  )
  return missing === undefined ? { text: filled } : { missing }
}

/** As far as it is known: what a contact does not have stays as it is written, to be seen. */
export function fillKnown(text: string, contact: Addressed): string {
  return text.replace(places, (whole) => {
    const filled = fillPlaceholders(whole, contact)
    return 'text' in filled ? filled.text : whole
  })
}

function ownColumn({ fields }: Addressed, number: string): string | undefined {
  return fields[Number(number) - 1]?.[1]
}

const known: readonly (readonly [names: readonly string[], read: (one: Addressed) => string])[] = [
  [['name', 'navn', 'namn', 'nom'], ({ name }) => name],
  [
    ['first name', 'fornavn', 'förnamn', 'vorname', 'prénom'],
    ({ name }) => name.split(' ', 1)[0] ?? '',
  ],
  [
    ['last name', 'efternavn', 'efternamn', 'etternavn', 'nachname', 'nom de famille'],
    ({ name }) => name.split(' ').slice(1).join(' '),
  ],
  [['phone', 'telefon', 'téléphone'], ({ phone }) => phone],
]

/** Own columns come first: a file may say better than we can guess which the first name is. */
function valueOf(written: string, contact: Addressed): string | undefined {
  const key = fieldKey(written)
  const own = contact.fields.find(([name]) => fieldKey(name) === key)?.[1]
  const value = own ?? known.find(([names]) => names.includes(key))?.[1](contact)
  return value === '' ? undefined : value
}
