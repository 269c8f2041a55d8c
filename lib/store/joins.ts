// Long messages from phones while their parts come in, and what they became.
import type { Knex } from 'knex'
import { all } from './rows.ts'

export interface Join {
  readonly id: number
  readonly route: string
  readonly phone: string
  readonly own: string
  readonly ref: number
  readonly ref_bits: number
  readonly total: number
}

const joinColumns = 'id, route, phone, own, ref, ref_bits, total'

/** The join that is open for this reference, or a new one; locked until the end. joins_open. */
export async function meetJoin(trx: Knex, join: Omit<Join, 'id'>, dueAt: number): Promise<Join> {
  const rows = await all<Join>(
    trx,
    `insert into joins (route, phone, own, ref, ref_bits, total, due_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (route, phone, own, ref, ref_bits, total) where message_id is null
       do update set due_at = excluded.due_at
     returning ${joinColumns}`,
    [join.route, join.phone, join.own, join.ref, join.ref_bits, join.total, dueAt],
  )
  const [met] = rows
  if (met === undefined) throw new Error('a join was neither there nor made')
  return met
}

/** Open joins whose time is over. joins_due. */
export function dueJoins(trx: Knex, now: number, skipLocked: string): Promise<Join[]> {
  return all<Join>(
    trx,
    `select ${joinColumns} from joins where message_id is null and due_at <= ?
     order by due_at limit 100 ${skipLocked}`,
    [now],
  )
}

export interface StoredPiece {
  readonly seq: number
  readonly text: string
  readonly reference: string
}

/** Whether a part with this reference was ever stored. pieces_pkey. */
export async function hasPiece(trx: Knex, route: string, reference: string): Promise<boolean> {
  return (await trx('pieces').where({ route, reference }).first('seq')) !== undefined
}

/** pieces_join. */
export async function piecesOf(trx: Knex, joinId: number): Promise<StoredPiece[]> {
  const pieces = await trx<StoredPiece & { join_id: number }>('pieces')
    .where({ join_id: joinId })
    .select('seq', 'text', 'reference')
    .orderBy('seq')
  return pieces.map((piece) => ({ ...piece, text: JSON.parse(piece.text) as string }))
}

/** A phone may cut a surrogate pair: as JSON the half that no database can hold is an escape. */
export async function insertPiece(
  trx: Knex,
  piece: StoredPiece & { readonly route: string; readonly join_id: number },
): Promise<void> {
  await trx('pieces').insert({ ...piece, text: JSON.stringify(piece.text) })
}

/** With the message that has this reference, one that it repeats too. messages_received. */
export async function closeJoin(
  trx: Knex,
  id: number,
  { route, reference }: { readonly route: string; readonly reference: string },
): Promise<void> {
  await all(
    trx,
    `update joins set message_id = (select m.id from messages m
       where m.direction = 'in' and m.route = ? and m.route_reference = ?)
     where id = ?`,
    [route, reference, id],
  )
}

/** Parts are kept for a while after the joining, so that repeats of them are known. joins_done. */
export async function forgetJoins(trx: Knex, before: number): Promise<void> {
  const old = trx('joins').whereNotNull('message_id').where('due_at', '<', before).select('id')
  await trx('pieces').whereIn('join_id', old.clone()).delete()
  await trx('joins').whereNotNull('message_id').where('due_at', '<', before).delete()
}
