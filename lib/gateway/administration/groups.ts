// Groups: a tree below Master.
import {
  deleteGroup,
  findGroup,
  groupAndAbove,
  groupUses,
  insertGroup,
  masterGroup,
  updateGroup,
} from '../../store/groups.ts'
import type { Knex } from '../../store/store.ts'
import { change, Complaint, groupOf, groupPaths, mustBeWithin, type Desk } from './desk.ts'
import { putGroup } from './moving.ts'
import { groupsInView } from './scope.ts'

/** `path` as `Office/Sales`; the groups above it must be there. */
export async function addGroup(desk: Desk, path: string): Promise<void> {
  const names = path.split('/').map((name) => name.trim())
  const name = readName(names.pop() ?? '')
  await changeTree(desk, async (trx, now) => {
    const parentId = await groupOf(trx, names.join('/'))
    await mustBeWithin(trx, desk, parentId)
    await mustBeFree(trx, parentId, name, path)
    const group = await insertGroup(trx, { parent_id: parentId, name, created_at: now })
    return { action: 'group add', subject: `group ${path}`, group }
  })
}

function readName(written: string): string {
  const name = written.trim()
  if (name === '' || name.length > 60)
    throw new Complaint('A group needs a name of 1 to 60 characters.', 'group_name')
  return name
}

/** Below another group, '' for Master; with all that is in it and below it. Keys and numbers stay its own. */
export function moveGroup(desk: Desk, path: string, to: string): Promise<void> {
  return changeTree(desk, async (trx) => {
    const id = await ownGroup(trx, desk, path)
    const [, otherGroup = masterGroup] = await groupAndAbove(trx, id)
    const parentId = await groupOf(trx, to)
    await mustBeWithin(trx, desk, parentId)
    if ((await groupAndAbove(trx, parentId)).includes(id))
      throw new Complaint(
        `${to} is ${path} itself or below it: a group cannot be moved there.`,
        'group_into_itself',
        { group: path, to },
      )
    const name = path.split('/').at(-1)?.trim() ?? ''
    await mustBeFree(trx, parentId, name, to === '' || to === 'Master' ? name : `${to}/${name}`)
    await putGroup(trx, desk.store.dialect, id, parentId)
    const after = (await groupPaths(trx)).get(id) ?? ''
    const subject = `group ${path}`
    return { action: 'group move', subject, group: id, otherGroup, before: path, after }
  })
}

export async function renameGroup(desk: Desk, path: string, written: string): Promise<void> {
  const name = readName(written)
  if (name.includes('/'))
    throw new Complaint(`"${name}" has a / in it: rename takes a name, not a path.`, 'group_name')
  await changeTree(desk, async (trx) => {
    const id = await ownGroup(trx, desk, path)
    const [, parentId = masterGroup] = await groupAndAbove(trx, id)
    await mustBeFree(trx, parentId, name, name)
    await updateGroup(trx, id, { name })
    const after = (await groupPaths(trx)).get(id) ?? ''
    const subject = `group ${path}`
    return { action: 'group rename', subject, group: id, before: path, after }
  })
}

/** Only one that nothing is in and that never sent: what was sent keeps the group that it came from. */
export function removeGroup(desk: Desk, path: string): Promise<void> {
  return changeTree(desk, async (trx) => {
    const id = await ownGroup(trx, desk, path)
    const uses = await groupUses(trx, id)
    if (uses.length > 0)
      throw new Complaint(
        `${path} still has ${uses.map(({ what, count }) => `${count} ${what}`).join(', ')}. Move or remove them first; what has messages in the log can only be renamed or moved.`,
        'group_used',
        { group: path },
      )
    const [, group = masterGroup] = await groupAndAbove(trx, id)
    await deleteGroup(trx, id, group)
    return { action: 'group remove', subject: `group ${path}`, group }
  })
}

/** What is seen of the tree stays so until the change is made. */
function changeTree(desk: Desk, work: Parameters<typeof change>[1]): Promise<void> {
  return change(desk, async (trx, now) => {
    await desk.store.dialect.lockTree(trx)
    return work(trx, now)
  })
}

/** Not Master, and not the top of one's own tree. */
async function ownGroup(trx: Knex, desk: Desk, path: string): Promise<number> {
  const id = await groupOf(trx, path)
  if (id === masterGroup)
    throw new Complaint('Master is the root of all groups and stays as it is.', 'master_stays')
  const [, parentId = masterGroup] = await groupAndAbove(trx, id)
  await mustBeWithin(trx, desk, parentId)
  return id
}

async function mustBeFree(trx: Knex, parentId: number, name: string, path: string): Promise<void> {
  // A path that begins with Master begins at the root.
  const isMaster = parentId === masterGroup && name === 'Master'
  if (isMaster || (await findGroup(trx, parentId, name)) !== undefined)
    throw new Complaint(`The group ${path} is there already.`, 'group_there', { group: path })
}

export interface ListedGroup {
  readonly id: number
  readonly path: string
}

/** Those that the actor administers, in the order of the tree. */
export async function listGroupPaths(desk: Desk): Promise<ListedGroup[]> {
  const { db } = desk.store
  const inView = await groupsInView(db, desk, {})
  return [...(await groupPaths(db))]
    .filter(([id]) => inView?.includes(id) !== false)
    .map(([id, path]) => ({ id, path }))
}
