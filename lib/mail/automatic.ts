// Mail that no person wrote: answers of machines, bounces, lists.
import type { ReadMail } from './read-mail.ts'

export type AutomaticKind = 'auto-reply' | 'bounce' | 'list'

export function automaticKind(mail: ReadMail, envelopeFrom: string): false | AutomaticKind {
  const value = (name: string) => mail.headers.get(name)?.[0]?.toLowerCase() ?? ''
  if (value('content-type').startsWith('multipart/report')) return 'bounce'
  const submitted = value('auto-submitted')
  if (submitted !== '' && !submitted.startsWith('no'))
    return envelopeFrom === '' ? 'bounce' : 'auto-reply'
  if (envelopeFrom === '') return 'bounce'
  if (mail.headers.has('list-id') || /^(?:bulk|list|junk)/.test(value('precedence'))) return 'list'
  return false
}
