// What can be changed about an account that is there: its group, its addresses, its name, its end.
import {
  accountAliases,
  deleteAlias,
  findAccount,
  hasEndedKey,
  insertAliases,
  removeAccount as removeRow,
  updateAccount,
  type Account,
} from '../../store/accounts.ts'
import { writeCredentials } from '../../store/credentials.ts'
import { groupAndAbove, masterGroup } from '../../store/groups.ts'
import { restNumbers } from '../../store/numbers.ts'
import type { Knex } from '../../store/store.ts'
import { followPauses } from '../follow-pauses.ts'
import { giveUnmailed } from '../give-to-rest.ts'
import { accountOf, mustBeFree } from './accounts.ts'
import {
  change,
  Complaint,
  groupOf,
  groupPaths,
  mustBeWithin,
  worldByHand,
  type Desk,
} from './desk.ts'
import { putAccount } from './moving.ts'
import { mustNotOutrank } from './rank.ts'

interface Done {
  readonly action: string
  readonly before?: string | null
  readonly after?: string | null
}

/** Finds the account, sees that it is the actor's to change, changes it and writes it down. */
function changing(
  desk: Desk,
  address: string,
  work: (trx: Knex, account: Account, now: number) => Promise<Done>,
): Promise<void> {
  return change(desk, async (trx, now) => {
    const account = await accountOf(trx, address)
    await mustBeWithin(trx, desk, account.group_id)
    await mustNotOutrank(trx, desk, account)
    const done = await work(trx, account, now)
    const subject = `account ${account.address}`
    return { subject, group: account.group_id, ...done }
  })
}

/**
 * A paused account can neither send nor answer, and what waits of its messages is held; they go on, and what
 * it misses is mailed, when it is resumed. That frees it from a key that has ended, too.
 */
export async function activateAccount(desk: Desk, address: string, active: boolean): Promise<void> {
  await changing(desk, address, async (trx, account, now) => {
    const isFreed = active && hasEndedKey(account, now)
    await updateAccount(trx, account.id, {
      active: active ? 1 : 0,
      ...(isFreed && { key_id: null }),
    })
    await followPauses(trx, now)
    return {
      action: active ? 'account resume' : 'account pause',
      ...(isFreed && { before: JSON.stringify({ keyId: account.key_id }), after: null }),
    }
  })
  desk.store.wake('queue', 'outbox', 'change')
}

/** For whoever lost what shows them their codes: the password alone, or a link, lets them in again. */
export async function endSecondStep(desk: Desk, address: string): Promise<void> {
  await changing(desk, address, async (trx, account) => {
    await writeCredentials(trx, account.id, { totp: null, totp_new: null })
    return { action: 'account step-off' }
  })
}

/** To another group; for whoever is not the operator only from their own tree, or from no group at all. */
export function moveToGroup(desk: Desk, address: string, group: string): Promise<void> {
  return change(desk, async (trx) => {
    const account = await accountOf(trx, address)
    const groupId = await groupOf(trx, group)
    await mustBeWithin(trx, desk, groupId)
    if (account.group_id !== masterGroup) await mustBeWithin(trx, desk, account.group_id)
    await mustNotOutrank(trx, desk, account)
    return putAccount(trx, account, groupId, await groupPaths(trx))
  })
}

/** The person has a new address; everything else stays theirs. */
export function renameAccount(desk: Desk, address: string, newAddress: string): Promise<void> {
  const after = newAddress.toLowerCase()
  return changing(desk, address, async (trx, account) => {
    const owner = await findAccount(trx, after)
    // One of its own aliases may become its address.
    if (owner?.id === account.id && after !== account.address) await deleteAlias(trx, after)
    else await mustBeFree(trx, desk, after)
    await updateAccount(trx, account.id, { address: after })
    return { action: 'account rename', before: account.address, after }
  })
}

export function addAlias(desk: Desk, address: string, alias: string): Promise<void> {
  const after = alias.toLowerCase()
  return changing(desk, address, async (trx, account) => {
    await mustBeFree(trx, desk, after)
    await insertAliases(trx, account.id, [after])
    return { action: 'alias add', after }
  })
}

export function removeAlias(desk: Desk, address: string, alias: string): Promise<void> {
  const before = alias.toLowerCase()
  return changing(desk, address, async (trx, account) => {
    if (!(await accountAliases(trx, account.id)).includes(before))
      throw new Complaint(`${before} is no alias of ${account.address}.`)
    await deleteAlias(trx, before)
    return { action: 'alias remove', before }
  })
}

export function setAutomatic(desk: Desk, address: string, automatic: boolean): Promise<void> {
  return changing(desk, address, async (trx, account) => {
    await updateAccount(trx, account.id, { automatic: automatic ? 1 : 0 })
    const [before, after] = [account.automatic === 1 ? 'yes' : 'no', automatic ? 'yes' : 'no']
    return { action: 'account automatic', before, after }
  })
}

/**
 * Its addresses are free again and its numbers rest, then go back to the pool; what it sent stays in the logs, and
 * SMS that it was never mailed go to the catch-all account or are nobody's.
 */
export async function removeAccount(desk: Desk, address: string): Promise<void> {
  await changing(desk, address, async (trx, account, now) => {
    const aliases = await accountAliases(trx, account.id)
    await removeRow(trx, account.id, now)
    await giveUnmailed(trx, worldByHand(desk), account.id, now)
    await restNumbers(trx, account.id, now + desk.settings().numbers.quarantine)
    const group = (await groupAndAbove(trx, account.group_id))[0]
    const before = JSON.stringify({ aliases, number: account.number, group })
    return { action: 'account remove', before }
  })
  desk.store.wake('queue', 'outbox', 'change')
}
