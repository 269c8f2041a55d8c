// SMS from phones that are nobody's in particular: they go to the catch-all account, or are kept for the operator.
// So do those that were never mailed to an account that is removed.
import type { Settings } from '../config/settings.ts'
import { takeBackIncoming } from '../store/incoming.ts'
import { dropMailsOf } from '../store/outbox.ts'
import type { Knex } from '../store/store.ts'
import { raiseAlarm } from './alarms.ts'
import { giveIncoming, type GivenSms } from './give-incoming.ts'
import type { FromPhone, OptOutWorld } from './opt-out.ts'
import type { SmsContent } from './outbox-content.ts'
import { catchAll } from './owner.ts'

/** To the catch-all account, or to nobody, which the operator hears. Answers whether it is somebody's. */
export async function giveToRest(
  trx: Knex,
  world: OptOutWorld,
  message: GivenSms,
  now: number,
): Promise<boolean> {
  const owner = await catchAll(trx, message)
  if (owner === undefined) await tellOperator(trx, message, world.settings(), now)
  else await giveIncoming(trx, world, message, owner.account, now)
  return owner !== undefined
}

export async function tellOperator(
  trx: Knex,
  message: FromPhone,
  settings: Settings,
  now: number,
): Promise<void> {
  const params = { phone: message.phone, number: message.to }
  const alarm = { name: 'nobody_for_sms', fault: 'nobody_for_sms', params } as const
  await raiseAlarm(trx, alarm, now, settings.alarms.quiet)
}

/** What waits to be mailed to an account that was removed, before its numbers rest. */
export async function giveUnmailed(
  trx: Knex,
  world: OptOutWorld,
  accountId: number,
  now: number,
): Promise<void> {
  const notes = new Map<number, SmsContent['note']>()
  for (const { message_id, content } of await dropMailsOf(trx, accountId)) {
    const { forwardTo, again, conversation, note } = JSON.parse(content) as SmsContent
    if (forwardTo === undefined && again === undefined && conversation === undefined)
      notes.set(message_id, note)
  }
  for (const { id, phone, own, text } of await takeBackIncoming(trx, [...notes.keys()]))
    await giveToRest(trx, world, { id, phone, to: own, text, note: notes.get(id) }, now)
}
