// The phones of a mail to KEY@, sms.KEY@ and sms@: in the Subject, in attached lists, or in other recipients.
import { readNumberList } from '../mail/number-list.ts'
import type { Addressee, Orders } from '../mail/orders.ts'
import type { MailAttachment } from '../mail/read-mail.ts'
import { namesRecipients, type SubjectMeaning } from '../mail/subject.ts'
import { breathe } from '../threads/breathe.ts'
import {
  isProved,
  namedTargets,
  notTrusted,
  phoneTarget,
  type Resolved,
  type ResolveOptions,
} from './target.ts'
import type { NamedIn } from './trust.ts'

export async function listTargets(
  addressee: Addressee,
  orders: Orders,
  options: ResolveOptions,
): Promise<Resolved[]> {
  const { shown } = addressee
  const { subject, lists } = orders
  const { maxRecipients } = options
  const may = (namedIn: NamedIn): boolean => isProved(addressee, namedIn, options)
  if (!may('subject') && (lists.length === 0 || !may('list'))) return [notTrusted(shown, options)]
  const target = (spelling: string, place: string): Resolved =>
    phoneTarget(spelling, `${place} (${shown})`, addressee, options)
  const named = (name: string): Promise<Resolved[]> =>
    namedTargets(name, `${name} (${shown})`, addressee, options)
  if (subject.kind === 'orders' && subject.recipients.length > maxRecipients)
    return [{ shown, refusal: { code: 'too_many_at_once', params: {} } }]
  const inSubject = may('subject') ? await namedInSubject(subject, target, named) : []
  const inLists: Resolved[] = []
  for (const list of lists)
    for (const one of await listed(list, maxRecipients, shown, target)) inLists.push(one)
  const found = [
    ...(may('subject') || !namesRecipients(subject) ? inSubject : [notTrusted(shown, options)]),
    ...(inLists.length === 0 || may('list') ? inLists : [notTrusted(shown, options)]),
  ]
  return found.length > 0 || orders.namesPhone
    ? found
    : [{ shown, refusal: { code: 'recipients_none', params: {} } }]
}

async function namedInSubject(
  subject: SubjectMeaning,
  phone: (spelling: string, place: string) => Resolved,
  name: (name: string) => Promise<Resolved[]>,
): Promise<Resolved[]> {
  if (subject.kind === 'reply') return [phone(subject.phone, subject.phone)]
  if (subject.kind !== 'orders') return []
  const found: Resolved[] = []
  for (const { kind, spelling } of subject.recipients)
    found.push(...(kind === 'phone' ? [phone(spelling, spelling)] : await name(spelling)))
  return found
}

async function listed(
  list: MailAttachment,
  most: number,
  shown: string,
  target: (spelling: string, place: string) => Resolved,
): Promise<Resolved[]> {
  const file = list.filename ?? list.contentType
  const reading = readNumberList(list.content, most)
  if (reading.kind === 'refused')
    return [{ shown, refusal: { code: reading.code, params: { file } } }]
  const found: Resolved[] = []
  for (const [index, { line, spelling }] of reading.numbers.entries()) {
    await breathe(index)
    found.push(target(spelling, `${spelling}, line ${line} of ${file}`))
  }
  return found
}
