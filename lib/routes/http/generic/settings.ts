// What an admin may say of a web service: docs/providers.md.
import { setting, type Values } from '../../../config/table.ts'
import { list, oneOf, secret, text, webUrl } from '../../../config/types.ts'
import { credential, token } from '../settings.ts'

const codes = (byDefault: string, about: string) =>
  setting(list('codes such as 0, 4000-4003 or BUSY', /^[\w.:-]+$/), byDefault, about)
const field = (about: string) =>
  setting(text('a path such as messages.0.id, or nothing', /^[^\s]*$/), '', about)

export const table = {
  url: setting(
    webUrl('https://sms.example.net/send', { mayAsk: true }),
    '',
    'What is called for each message; placeholders may stand in it.',
  ),
  method: setting(oneOf('post', 'get', 'put'), 'post', 'How it is called.'),
  user: setting(text(), '', 'The user of Basic authentication.'),
  password: credential('Its password.'),
  token: token('What stands behind Bearer in the Authorization header.'),
  headers: setting(
    secret('Name: value | Name: value, or nothing', /^([\w-]+:[^|]*(\|\s*[\w-]+:[^|]*)*)?$/),
    '',
    'Further headers, with a | between them.',
  ),
  content: setting(oneOf('json', 'form', 'xml', 'text'), 'json', 'What the body is.'),
  body: setting(text(), '', 'The body with placeholders; nothing is no body.'),
  id: setting(
    text('a path such as messages.0.id, header:NAME, /regex/, or nothing'),
    '',
    'Where the answer holds the id of the message; nothing is ours.',
  ),
  code: setting(
    text('a path such as error.code, header:NAME, /regex/, or nothing'),
    '',
    'Where the answer holds the code by which it is sorted; nothing, and where it is missing, the HTTP status.',
  ),
  reason: setting(
    text('a path such as error.message, header:NAME, /regex/, or nothing'),
    '',
    'Where the answer says why not; nothing is the beginning of the answer.',
  ),
  accepted: codes('200-299', 'The codes of messages that were taken.'),
  temporary: codes('', 'The codes of messages that may be tried again.'),
  throttled: codes('429', 'The codes that ask for a slower pace.'),
  permanent: codes('', 'The codes of messages that will never be taken.'),
  opted_out: codes('', 'The codes of phones that have unsubscribed at the provider.'),
  configuration: codes('', 'The codes of faults that a person must mend: credentials, credit.'),
  unknown: codes('', 'The codes after which the message may be out.'),
  webhook_list: field('Where a call of the provider holds a list of reports or messages.'),
  report_id: field('Where a report holds the id that the answer gave.'),
  report_own_id: field('Where a report holds {id}, given back.'),
  report_status: field('Where a report holds what became of the message.'),
  report_reason: field('Where a report says why.'),
  delivered: codes('delivered', 'What a report says of a message that the phone has.'),
  undelivered: codes('undelivered failed rejected', 'Of one that it will not get.'),
  expired: codes('expired', 'Of one whose time is over.'),
  buffered: codes('buffered', 'Of one that waits for the phone.'),
  receive_id: field('Where a message from a phone holds its id; nothing is a digest of the call.'),
  receive_from: field('Where it holds the phone.'),
  receive_to: field('Where it holds the number that it came to.'),
  receive_text: field('Where it holds the text.'),
  webhook_answer: setting(text(), '', 'What the provider wants to read as our answer.'),
  signature_header: setting(
    text('the name of a header, or nothing', /^[\w-]*$/),
    '',
    'The header with the HMAC-SHA256 of the body, in hex or base64; nothing is none.',
  ),
  signature_key: credential('The key of that HMAC.'),
} as const

export type Settings = Values<typeof table>
