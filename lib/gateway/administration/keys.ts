// Keys: shown once, kept as a digest, known by their first letters.
import { insertKey, listKeys, setKeyActive } from '../../store/keys.ts'
import { digestKey, makeKey } from '../secrets.ts'
import { change, Complaint, groupOf, groupPaths, type Desk } from './desk.ts'

export interface ListedKey {
  readonly prefix: string
  readonly name: string
  readonly group: string
  readonly active: boolean
  readonly createdAt: number
}

/** Answers the key: it is shown this once and kept nowhere. */
export function addKey(
  desk: Desk,
  { group = '', name = '' }: { group?: string; name?: string },
): Promise<string> {
  const key = makeKey()
  const prefix = key.slice(0, 6)
  return change(desk, async (trx, now) => {
    await insertKey(trx, {
      group_id: await groupOf(trx, group),
      name,
      prefix,
      digest: digestKey(key),
      created_at: now,
    })
    const after = JSON.stringify({ group, name })
    return { change: { action: 'key add', subject: `key ${prefix}`, after }, result: key }
  })
}

/** `prefix`: the first letters of the key, as in the list. */
export async function activateKey(desk: Desk, prefix: string, active: boolean): Promise<void> {
  const letters = prefix.toLowerCase()
  await change(desk, async (trx) => {
    if ((await setKeyActive(trx, letters, active)) === 0)
      throw new Complaint(`There is no key ${prefix}. See them with: haraka-sms key list`)
    const action = active ? 'key resume' : 'key pause'
    return { change: { action, subject: `key ${letters}` }, result: undefined }
  })
}

export async function listAllKeys({ store }: Desk): Promise<ListedKey[]> {
  const paths = await groupPaths(store.db)
  return (await listKeys(store.db)).map(({ prefix, name, group_id, active, created_at }) => ({
    prefix,
    name,
    group: paths.get(group_id) ?? '',
    active: active === 1,
    createdAt: created_at,
  }))
}
