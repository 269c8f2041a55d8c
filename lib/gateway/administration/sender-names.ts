// The names that the accounts of a group, and of those below it, may send as with sender=.
import { groupSettings } from '../../config/group-settings.ts'
import { groupsThatSet } from '../../store/group-settings.ts'
import { groupAndBelow } from '../../store/groups.ts'
import { deleteName, listNames, writeName } from '../../store/senders.ts'
import type { Knex } from '../../store/store.ts'
import { groupsInView } from './scope.ts'
import { change, Complaint, groupOf, groupPaths, mustBeWithin, type Desk } from './desk.ts'

export interface ListedName {
  readonly name: string
  readonly group: string
}

export async function approveName(desk: Desk, written: string, group: string): Promise<void> {
  const name = written.trim()
  const reading = groupSettings.sender_name.type.read(name)
  if (!reading.ok || name === '')
    throw new Complaint(
      `"${name}" cannot be a sender: 3 to 11 of A-Z a-z 0-9 space and -_.&, with at least one letter.`,
      'sender_invalid',
      { name },
    )
  await change(desk, async (trx, now) => {
    const group_id = await groupOf(trx, group)
    await mustBeWithin(trx, desk, group_id)
    await writeName(trx, { group_id, name, created_at: now })
    return { action: 'sender add', subject: `sender ${name}`, group: group_id, after: group }
  })
}

export async function removeName(desk: Desk, name: string, group: string): Promise<void> {
  await change(desk, async (trx) => {
    const group_id = await groupOf(trx, group)
    await mustBeWithin(trx, desk, group_id)
    await mustNotBeSet(trx, name, group_id)
    if (!(await deleteName(trx, { group_id, name })))
      throw new Complaint(
        `That group has no sender ${name}. See: haraka-sms sender list`,
        'sender_none',
        { name },
      )
    return {
      action: 'sender remove',
      subject: `sender ${name}`,
      group: group_id,
      before: group,
    }
  })
}

/** In the group or below it, where it would go on as the sender. */
async function mustNotBeSet(trx: Knex, name: string, groupId: number): Promise<void> {
  const below = await groupAndBelow(trx, groupId)
  const setting = (await groupsThatSet(trx, 'sender_name')).find(
    ({ scope_id, value }) =>
      below.includes(scope_id) && value?.toLowerCase() === name.toLowerCase(),
  )
  if (setting === undefined) return
  const group = (await groupPaths(trx)).get(setting.scope_id) ?? ''
  throw new Complaint(
    `${name} is the sender_name of ${group}, and would stay the sender. See: haraka-sms setting unset sender_name --group "${group}"`,
    'sender_set',
    { name, group },
  )
}

export async function listAllNames(desk: Desk): Promise<ListedName[]> {
  const { db } = desk.store
  const inView = await groupsInView(db, desk, {})
  const paths = await groupPaths(db)
  return (await listNames(db))
    .filter(({ group_id }) => inView?.includes(group_id) !== false)
    .map(({ name, group_id }) => ({ name, group: paths.get(group_id) ?? '' }))
}
