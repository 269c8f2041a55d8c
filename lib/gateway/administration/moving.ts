// What goes along when an account or a group comes below other groups: in another organisation those who
// wanted no more SMS from it are left alone, too, and its keywords count there, save those that are there
// already; what a group has used counts where it is now.
import type { Account } from '../../store/accounts.ts'
import { moveAccount } from '../../store/accounts.ts'
import { copyBlocks, deleteBlocks } from '../../store/blocks.ts'
import type { Dialect } from '../../store/dialect.ts'
import { groupAndAbove, groupAndBelow, masterGroup, updateGroup } from '../../store/groups.ts'
import { moveKeywords } from '../../store/keywords.ts'
import { deleteRightsIn } from '../../store/rights.ts'
import { moveUsage } from '../../store/usage.ts'
import type { Knex } from '../../store/store.ts'
import { organisationOf, organisationWith } from '../sending-rules.ts'
import type { Change } from './desk.ts'

/**
 * What the account has used stays with the group in which it was. Its own numbers and keys go along; its
 * rights in an organisation that it leaves end. Answers what there is to write of it: in both groups those who
 * administer them may see it. `paths`: of all groups.
 */
export async function putAccount(
  trx: Knex,
  account: Pick<Account, 'id' | 'address' | 'group_id'>,
  groupId: number,
  paths: ReadonlyMap<number, string>,
): Promise<Change> {
  await moveAccount(trx, account.id, groupId)
  await takeAlong(trx, account, groupId)
  return {
    action: 'account move',
    subject: `account ${account.address}`,
    group: groupId,
    otherGroup: account.group_id,
    before: paths.get(account.group_id) ?? '',
    after: paths.get(groupId) ?? '',
  }
}

async function takeAlong(
  trx: Knex,
  { id, group_id }: Pick<Account, 'id' | 'group_id'>,
  groupId: number,
): Promise<void> {
  const from = await organisationWith(trx, group_id)
  const to = await organisationWith(trx, groupId)
  if (from === to) return
  const mover = { column: 'id', ids: [id] } as const
  await copyBlocks(trx, { from, to }, mover)
  await moveKeywords(trx, mover, to)
  if (from !== masterGroup) await deleteRightsIn(trx, id, await groupAndBelow(trx, from))
}

export async function putGroup(
  trx: Knex,
  dialect: Dialect,
  id: number,
  parentId: number,
): Promise<void> {
  const before = await groupAndAbove(trx, id)
  await updateGroup(trx, id, { parent_id: parentId })
  const after = await groupAndAbove(trx, id)
  await moveUsage(trx, dialect, id, {
    left: before.filter((group) => !after.includes(group)),
    entered: after.filter((group) => !before.includes(group)),
  })
  const from = organisationOf(before)
  const to = organisationOf(after)
  if (from === to) return
  const isWhole = from === id
  const writers = { column: 'group_id', ids: await groupAndBelow(trx, id) } as const
  await copyBlocks(trx, { from, to }, isWhole ? undefined : writers)
  if (isWhole) await deleteBlocks(trx, id)
  await moveKeywords(trx, writers, to)
}
