// SMS that we write ourselves: answers to STOP, alerts. Nobody is charged with them.
import { refusalName, type Refusal } from '../policy/errors.ts'
import { segment } from '../sms/parts.ts'
import type { NewMessage } from '../store/submissions.ts'
import type { Wish } from './choose-route.ts'

export interface OurSms {
  /** In whose place it is sent. */
  readonly account: { readonly id: number; readonly group_id: number }
  readonly phone: string
  /** The number it comes from; '' is none. */
  readonly own: string | null
  readonly text: string
  readonly route: string | null
  readonly now: number
}

const maxAge = 86_400_000

export function ourSms({ account, phone, own, text, route, now }: OurSms): NewMessage {
  const { encoding, parts } = segment(text)
  return {
    direction: 'out',
    account_id: account.id,
    group_id: account.group_id,
    conversation_id: null,
    mail_id: null,
    mail_message_id: null,
    recipient: null,
    phone,
    own: own === '' ? null : own,
    text,
    encoding,
    parts: parts.length,
    state: 'queued',
    reason: null,
    route,
    due_at: now,
    expires_at: now + maxAge,
    attempts: 0,
    flash: 0,
    validity: null,
    urgent: 0,
    notify: null,
    original_recipient: null,
    tell_at: null,
    copy_of: null,
    price: null,
    payer_id: null,
    uncounted: null,
    digest: null,
    created_at: now,
    changed_at: now,
  }
}

/** From the number that a phone wrote to it is answered; where nobody knows that, by the route that it came by. */
export function answerWish(message: {
  readonly phone: string
  readonly to: string
  readonly route?: string
}): Wish {
  const { phone, to, route } = message
  return { phone, answerable: true, ...(to === '' ? { route } : { sender: to }) }
}

/** One that may not be sent, for the logs. */
export function refusedSms(sms: Omit<OurSms, 'route'>, refusal: Refusal): NewMessage {
  const row = ourSms({ ...sms, route: null })
  const reason = refusalName(refusal)
  return { ...row, parts: 0, state: 'refused', reason, due_at: null, expires_at: null }
}
