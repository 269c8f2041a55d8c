// Phones that want no more SMS from an organisation, and the personal links by which they say so.
import type { Knex } from 'knex'
import { masterGroup } from './groups.ts'
import type { Dialect } from './dialect.ts'
import { phonePart } from '../sms/phone-part.ts'
import { all, insertRows, literally } from './rows.ts'

export interface OrganisationPhone {
  /** The organisation. */
  readonly group_id: number
  readonly phone: string
}

export interface Block extends OrganisationPhone {
  /** The word, link or person it came by. */
  readonly source: string
  readonly created_at: number
}

const pairColumns = { group_id: 'bigint', phone: 'text' } as const

/** Those that are blocked. blocks_pkey. */
export function findBlocked(
  db: Knex,
  dialect: Dialect,
  pairs: readonly OrganisationPhone[],
): Promise<OrganisationPhone[]> {
  return all<OrganisationPhone>(
    db,
    `select r.group_id, r.phone from ${dialect.rows(pairColumns)}
     where (select 1 from blocks b where b.group_id = r.group_id and b.phone = r.phone) = 1`,
    [JSON.stringify(pairs)],
  )
}

const blockColumns = { ...pairColumns, source: 'text', created_at: 'bigint' } as const

/** Answers those that were not blocked before. */
export function insertBlocks(
  trx: Knex,
  dialect: Dialect,
  blocks: readonly Block[],
): Promise<OrganisationPhone[]> {
  return insertRows<typeof blockColumns, OrganisationPhone>(
    trx,
    dialect,
    'blocks',
    blockColumns,
    blocks,
    'on conflict (group_id, phone) do nothing returning group_id, phone',
  )
}

/**
 * What an organisation's list holds stands on that of another one, too; with `writers` only the phones that
 * any of these accounts, or of the accounts of these groups, has written to. conversations_phone.
 */
export async function copyBlocks(
  trx: Knex,
  { from, to }: { readonly from: number; readonly to: number },
  writers?: { readonly column: 'id' | 'group_id'; readonly ids: readonly number[] },
): Promise<void> {
  const written =
    writers &&
    `and exists (
       select 1 from conversations c join accounts a on a.id = c.account_id
       where c.phone = b.phone and a.${writers.column} in (${writers.ids.map(Number).join(', ')}))`
  await trx.raw(
    `insert into blocks (group_id, phone, source, created_at)
     select cast(? as bigint), b.phone, b.source, b.created_at from blocks b
     where b.group_id = ? ${written ?? ''} on conflict (group_id, phone) do nothing`,
    [to, from],
  )
}

export async function deleteBlocks(trx: Knex, groupId: number): Promise<void> {
  await trx('blocks').where({ group_id: groupId }).delete()
}

/** Whether it was blocked. */
export async function deleteBlock(trx: Knex, block: OrganisationPhone): Promise<boolean> {
  const { group_id, phone } = block
  return (await trx('blocks').where({ group_id, phone }).delete()) > 0
}

export interface BlockSearch {
  /** Digits in the phone; '' for all. */
  readonly search: string
  /** Those behind this phone. */
  readonly after: string
}

/** In order of their phones. blocks_pkey. */
export function listBlocks(
  db: Knex,
  groupId: number,
  most: number,
  { search, after }: BlockSearch = { search: '', after: '' },
): Promise<Block[]> {
  const isFound = search === '' ? '' : `and phone like ? escape '\\'`
  return all<Block>(
    db,
    `select group_id, phone, source, created_at from blocks
     where group_id = ? and phone > ? ${isFound} order by phone limit ?`,
    [
      ...[groupId, after],
      ...(search === '' ? [] : [`%${literally(phonePart(search) ?? search)}%`]),
      most,
    ],
  )
}

/** Which group wrote to which phone, of some messages. messages_pkey. */
export function groupsAndPhones(
  db: Knex,
  dialect: Dialect,
  messages: readonly number[],
): Promise<OrganisationPhone[]> {
  if (messages.length === 0) return Promise.resolve([])
  return all(
    db,
    `select distinct m.group_id, m.phone from ${dialect.rows({ id: 'bigint' })}
     join messages m on m.id = r.id where m.group_id is not null`,
    [JSON.stringify(messages.map((id) => ({ id })))],
  )
}

const linkColumns = { ...pairColumns, token: 'text' } as const

/** The token of each pair: its own, or the new one that is given for it. No pair may stand twice. */
export function giveLinks(
  trx: Knex,
  dialect: Dialect,
  links: readonly (OrganisationPhone & { readonly token: string })[],
): Promise<(OrganisationPhone & { token: string })[]> {
  return insertRows<typeof linkColumns, OrganisationPhone & { token: string }>(
    trx,
    dialect,
    'block_links',
    linkColumns,
    links,
    `on conflict (group_id, phone) do update set phone = excluded.phone
     returning group_id, phone, token`,
  )
}

/** block_links_token_unique. */
export function findLink(db: Knex, token: string): Promise<OrganisationPhone | undefined> {
  return db<OrganisationPhone & { token: string }>('block_links')
    .where({ token })
    .first('group_id', 'phone')
}

/**
 * Cancels what still waits for a phone, from accounts of the organisation. conversations_phone,
 * messages_conversation. Master's is that of the accounts directly in it.
 */
export function cancelWaiting(
  trx: Knex,
  { group_id, phone }: OrganisationPhone,
  now: number,
): Promise<{ id: number; account_id: number; mail_id: number | null }[]> {
  return all(
    trx,
    `with recursive below (id) as (
       select id from groups where id = ?
       union all
       select g.id from groups g join below on g.parent_id = below.id where below.id <> ${masterGroup}
     )
     update messages set state = 'cancelled', reason = 'opted_out', changed_at = ?
     where conversation_id in (select id from conversations where phone = ?)
       and state in ('held', 'scheduled', 'queued') and group_id in (select id from below)
     returning id, account_id, mail_id`,
    [group_id, now, phone],
  )
}
