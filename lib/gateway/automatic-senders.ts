// Which mails that a machine wrote by itself are sent on: alerts of senders that are allowed to.
//
// The key, the address or the network has to say so. Never an answer to an SMS, and never a mail that
// we wrote ourselves: those are what loops are made of.
import type { ReadMail } from '../mail/read-mail.ts'
import { isInside } from '../policy/networks.ts'
import type { Directory } from './directory.ts'
import type { SubmittedMail } from './submitted-mail.ts'
import type { Orders } from '../mail/orders.ts'
import type { SenderReading } from './trust.ts'

export async function mayBeAutomatic(
  reading: SenderReading,
  { mail, read, orders }: { mail: SubmittedMail; read: ReadMail; orders: Orders },
  directory: Directory,
): Promise<boolean> {
  if (reading.kind === 'refused') return false
  if (orders.addressees.some(({ localPart }) => localPart.kind === 'reply')) return false
  if ([...read.headers.keys()].some((name) => name.startsWith('x-sms-'))) return false
  const sender = reading.kind === 'sender' ? reading.sender : reading.newcomer
  if (sender.proof === undefined) return false
  if (sender.proof.kind === 'key' && sender.proof.key.automatic === 1) return true
  if ('account' in sender && sender.account.automatic === 1) return true
  const values =
    'account' in sender
      ? await directory.values(sender.account)
      : await directory.groupValues(sender.groupId)
  return values.automatic || isInside(mail.remoteIp, values.automatic_networks)
}

export function isProvedSender(reading: SenderReading): boolean {
  if (reading.kind === 'sender') return reading.sender.proof !== undefined
  return reading.kind === 'newcomer'
}
