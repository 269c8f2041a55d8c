// Mobiles that accounts may send as: confirmed by a code that the phone itself gets as an SMS.
//
// A code counts for a quarter of an hour and for five tries; a new one takes the place of the last. It is shown
// nowhere but on the phone: who reads logs could otherwise confirm the phone of somebody else.
import { randomInt } from 'node:crypto'
import { commandPhrases } from '../../mail/language/commands/index.ts'
import { fill } from '../../mail/language/reasons.ts'
import { readPhone } from '../../sms/phone-number.ts'
import type { Account } from '../../store/accounts.ts'
import { findBlocked } from '../../store/blocks.ts'
import { groupAndAbove } from '../../store/groups.ts'
import { settingsAlong } from '../../store/group-settings.ts'
import { hidden } from '../../store/queued-message.ts'
import {
  confirmMobile as confirm,
  deleteMobile,
  listMobiles,
  tryMobile,
  writeMobileCode,
} from '../../store/senders.ts'
import { insertMessage, keepSecret } from '../../store/submissions.ts'
import type { Knex } from '../../store/store.ts'
import type { GroupValues } from '../../config/group-settings.ts'
import { effectiveValues } from '../effective-settings.ts'
import { organisationWith } from '../sending-rules.ts'
import { ourSms } from '../our-sms.ts'
import { digestKey } from '../secrets.ts'
import { accountOf } from './accounts.ts'
import { change, changeAnswering, Complaint, mustBeWithin, type Desk } from './desk.ts'

export interface ListedMobile {
  readonly account: string
  readonly phone: string
  readonly confirmed: boolean
}

const codeLasts = 900_000
const mostTries = 5

/** Sends a code to the phone, where its group may write to it at all. */
export async function addMobile(desk: Desk, address: string, written: string): Promise<void> {
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  await change(desk, async (trx, now) => {
    const account = await theirs(trx, desk, address)
    const values = await valuesOf(trx, desk, account)
    const phone = phoneOf(written, values, values.allowed_prefixes)
    const group_id = await organisationWith(trx, account.group_id)
    if ((await findBlocked(trx, desk.store.dialect, [{ group_id, phone }])).length > 0)
      throw new Complaint(`${phone} wants no more SMS. It has to write START first.`)
    const route = desk.routeTo?.(phone)
    if (route === undefined) throw new Complaint(`No way to ${phone} is set up.`)
    await writeMobileCode(trx, {
      account_id: account.id,
      phone,
      code_digest: digestOf(account, phone, code),
      code_expires_at: now + codeLasts,
      created_at: now,
    })
    const { mobileCode } = commandPhrases[values.language]
    const text = fill(mobileCode, { code })
    const sms = ourSms({ account, phone, own: account.number, text, route, now })
    const shown = fill(mobileCode, { code: hidden })
    await keepSecret(
      trx,
      await insertMessage(trx, desk.store.dialect, { ...sms, text: shown }),
      code,
    )
    const subject = `account ${account.address}`
    return { action: 'mobile add', subject, group: account.group_id, after: phone }
  })
  desk.store.wake('queue')
}

export async function confirmMobile(
  desk: Desk,
  address: string,
  { phone: written, code }: { readonly phone: string; readonly code: string },
): Promise<void> {
  const isRight = await changeAnswering(desk, async (trx, now) => {
    const account = await theirs(trx, desk, address)
    const phone = phoneOf(written, await valuesOf(trx, desk, account))
    const mobile = await tryMobile(trx, { account_id: account.id, phone })
    const { code_digest, code_expires_at, tries } = mobile ?? { tries: 0 }
    const result =
      tries <= mostTries &&
      (code_expires_at ?? 0) > now &&
      code_digest === digestOf(account, phone, code.trim())
    if (result) await confirm(trx, { account_id: account.id, phone }, now)
    const action = result ? 'mobile confirm' : 'mobile wrong code'
    const subject = `account ${account.address}`
    return { change: { action, subject, group: account.group_id, after: phone }, result }
  })
  if (!isRight)
    throw new Complaint(
      'That is not the code that was sent, or its time is over. Ask for a new one.',
    )
}

export async function removeMobile(desk: Desk, address: string, written: string): Promise<void> {
  await change(desk, async (trx) => {
    const account = await theirs(trx, desk, address)
    const phone = phoneOf(written, await valuesOf(trx, desk, account))
    if (!(await deleteMobile(trx, { account_id: account.id, phone })))
      throw new Complaint(`${account.address} has no mobile ${phone}. See: haraka-sms mobile list`)
    const subject = `account ${account.address}`
    return { action: 'mobile remove', subject, group: account.group_id, before: phone }
  })
}

export async function listAllMobiles({ store }: Desk): Promise<ListedMobile[]> {
  return (await listMobiles(store.db)).map(({ address, phone, confirmed_at }) => ({
    account: address,
    phone,
    confirmed: confirmed_at !== null,
  }))
}

async function theirs(trx: Knex, desk: Desk, address: string): Promise<Account> {
  const account = await accountOf(trx, address)
  await mustBeWithin(trx, desk, account.group_id)
  return account
}

async function valuesOf(trx: Knex, desk: Desk, account: Account): Promise<GroupValues> {
  const groups = (await groupAndAbove(trx, account.group_id)).reverse()
  const rows = await settingsAlong(trx, groups, account.id)
  return effectiveValues({ groups, accountId: account.id, rows }, desk.settings())
}

function phoneOf(
  written: string,
  { country, bare_numbers: bareNumbers }: GroupValues,
  allowedPrefixes: readonly string[] = [],
): string {
  const reading = readPhone(written, { country, bareNumbers, allowedPrefixes })
  if (reading.kind === 'phone') return reading.phone
  if (reading.kind === 'refused' && reading.code === 'prefix_not_allowed')
    throw new Complaint(
      `SMS to ${reading.detail} are not allowed: see the setting allowed_prefixes.`,
    )
  throw new Complaint(
    `"${written}" is not a mobile number. Write it with + and the country code, such as +4520643064.`,
  )
}

/** Bound to its phone, so that the same code is another's nowhere. */
function digestOf({ id }: Account, phone: string, code: string): string {
  return digestKey(`${id} ${phone} ${code}`)
}
