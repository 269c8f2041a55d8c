// Groups: a tree below Master.
import { findGroup, insertGroup } from '../../store/accounts.ts'
import { change, Complaint, groupOf, groupPaths, type Desk } from './desk.ts'

/** `path` as `Office/Sales`; the groups above it must be there. */
export async function addGroup(desk: Desk, path: string): Promise<void> {
  const names = path.split('/').map((name) => name.trim())
  const name = names.pop() ?? ''
  if (name === '' || name.length > 60)
    throw new Complaint('A group needs a name of 1 to 60 characters.')
  await change(desk, async (trx, now) => {
    const parentId = await groupOf(trx, names.join('/'))
    if ((await findGroup(trx, parentId, name)) !== undefined)
      throw new Complaint(`The group ${path} is there already.`)
    await insertGroup(trx, { parent_id: parentId, name, created_at: now })
    return { change: { action: 'group add', subject: `group ${path}` }, result: undefined }
  })
}

export async function listGroupPaths({ store }: Desk): Promise<{ path: string }[]> {
  return [...(await groupPaths(store.db)).values()].map((path) => ({ path }))
}
