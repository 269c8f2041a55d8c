// The names by which contacts and contact groups can be reached: before the @, and in the Subject.
import { readLocalPart } from './address/local-part.ts'
import { readSubject } from './subject.ts'

/** Whether it is read in both places as a name, and as nothing else. */
export function isUsableName(name: string): boolean {
  return isNameInAddress(name) && isNameInSubject(name)
}

function isNameInAddress(name: string): boolean {
  const { localPart, options, badOption } = readLocalPart(name)
  const plain = Object.keys(options).length === 0 && badOption === undefined
  return plain && localPart.kind === 'name'
}

/** A day or a clock in it is no part of a name there. */
function isNameInSubject(name: string): boolean {
  const meaning = readSubject(name, { form: 'key', otherPhones: false })
  if (meaning.kind !== 'orders' || Object.keys(meaning.options).length > 0) return false
  const [first, second] = meaning.recipients
  return first?.kind === 'name' && first.spelling === name && second === undefined
}
