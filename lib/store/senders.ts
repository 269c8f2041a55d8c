// What may stand as the sender besides numbers of ours: names that are approved for a group, and mobiles
// that an account has confirmed to be its own.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export interface SenderName {
  readonly group_id: number
  readonly name: string
}

/** The names of these groups. sender_names_pkey. */
export function namesOf(db: Knex, groups: readonly number[]): Promise<string[]> {
  return db('sender_names').whereIn('group_id', groups).orderBy('name').pluck<string[]>('name')
}

export function listNames(db: Knex): Promise<SenderName[]> {
  return db<SenderName>('sender_names').select('group_id', 'name').orderBy(['group_id', 'name'])
}

/** One that is there already is written as it is given now. */
export async function writeName(
  db: Knex,
  name: SenderName & { created_at: number },
): Promise<void> {
  await db('sender_names')
    .insert({ ...name, folded: name.name.toLowerCase() })
    .onConflict(['group_id', 'folded'])
    .merge(['name'])
}

/** Whether it was there. */
export async function deleteName(db: Knex, { group_id, name }: SenderName): Promise<boolean> {
  return (await db('sender_names').where({ group_id, folded: name.toLowerCase() }).delete()) > 0
}

export interface Mobile {
  readonly account_id: number
  /** E.164 with a plus. */
  readonly phone: string
  readonly code_digest: string | null
  readonly code_expires_at: number | null
  /** How many wrong codes were shown. */
  readonly tries: number
  readonly confirmed_at: number | null
}

/** The confirmed ones. mobiles_pkey. */
export function mobilesOf(db: Knex, accountId: number): Promise<string[]> {
  return db('mobiles')
    .where({ account_id: accountId })
    .whereNotNull('confirmed_at')
    .pluck<string[]>('phone')
}

/** Those that wait for their code, too. mobiles_pkey. */
export function everyMobileOf(
  db: Knex,
  accountId: number,
): Promise<Pick<Mobile, 'phone' | 'confirmed_at'>[]> {
  return db<Mobile>('mobiles')
    .where({ account_id: accountId })
    .select('phone', 'confirmed_at')
    .orderBy('phone')
}

/** One that is confirmed, from the first to the last, both of the same length, and is none of one account. */
export async function confirmedMobile(
  db: Knex,
  { first, last, except }: { first: string; last: string; except: number },
): Promise<string | undefined> {
  const rows = await all<{ phone: string }>(
    db,
    `select phone from mobiles
     where confirmed_at is not null and phone between ? and ? and length(phone) = ? and account_id <> ?
     limit 1`,
    [first, last, first.length, except],
  )
  return rows[0]?.phone
}

export function listMobiles(db: Knex): Promise<(Mobile & { address: string })[]> {
  return db('mobiles as m')
    .join('accounts as a', 'a.id', 'm.account_id')
    .select('m.*', 'a.address')
    .orderBy(['a.address', 'm.phone'])
}

/** A new code for a mobile that is not confirmed yet; one that is stays so. */
export async function writeMobileCode(
  db: Knex,
  mobile: Pick<Mobile, 'account_id' | 'phone' | 'code_digest' | 'code_expires_at'> & {
    created_at: number
  },
): Promise<void> {
  await db('mobiles')
    .insert({ ...mobile, tries: 0 })
    .onConflict(['account_id', 'phone'])
    .merge(['code_digest', 'code_expires_at', 'tries'])
}

/** Notes that a code was shown, and answers the mobile as it stands then: nobody guesses at once. */
export async function tryMobile(
  trx: Knex,
  { account_id, phone }: Pick<Mobile, 'account_id' | 'phone'>,
): Promise<Mobile | undefined> {
  const rows = await all<Mobile>(
    trx,
    `update mobiles set tries = tries + 1 where account_id = ? and phone = ?
     returning account_id, phone, code_digest, code_expires_at, tries, confirmed_at`,
    [account_id, phone],
  )
  return rows[0]
}

export async function confirmMobile(
  db: Knex,
  { account_id, phone }: Pick<Mobile, 'account_id' | 'phone'>,
  now: number,
): Promise<void> {
  await db('mobiles')
    .where({ account_id, phone })
    .update({ code_digest: null, code_expires_at: null, tries: 0, confirmed_at: now })
}

/** Whether it was there. */
export async function deleteMobile(
  db: Knex,
  { account_id, phone }: Pick<Mobile, 'account_id' | 'phone'>,
): Promise<boolean> {
  return (await db('mobiles').where({ account_id, phone }).delete()) > 0
}
