// The user that Haraka runs as, and what that one may write, as owners and modes of files say. Who asks may be
// another user: what the asker cannot see counts as right.
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ownName } from '../trouble.ts'
import type { HarakaFiles } from './house.ts'

export interface HarakaUser {
  readonly name: string
  /** Undefined where smtp.ini names no user, or one that is none of this machine's files. */
  readonly uid: number | undefined
  /** A file, or a directory in which files are to be made. */
  mayWrite(path: string): boolean
}

/** As `user` in smtp.ini says, else whoever asks. */
export function harakaUser(files: HarakaFiles): HarakaUser {
  const named = files.value('smtp.ini', 'main', 'user')
  if (named === undefined || named === '')
    return { name: ownName(), uid: undefined, mayWrite: mayWriteNow }
  const ids = idsOf(named, files.value('smtp.ini', 'main', 'group'))
  return {
    name: named,
    uid: ids?.uid,
    mayWrite: (path) => ids === undefined || ids.uid === 0 || mayWriteAs(ids, path),
  }
}

function mayWriteNow(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

interface Ids {
  readonly uid: number
  readonly gids: readonly number[]
}

/** A user and perhaps a group, as names or numbers. */
function idsOf(user: string, group: string | undefined): Ids | undefined {
  const lines = (file: string): string[][] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
  const found = lines('/etc/passwd').find(([name, , id]) => name === user || id === user)
  if (found === undefined) return undefined
  const [name = '', , uid, gid] = found
  const groups = lines('/etc/group').filter(
    ([one, , id, members = '']) =>
      one === group || id === group || id === gid || members.split(',').includes(name),
  )
  return { uid: Number(uid), gids: groups.map(([, , id]) => Number(id)) }
}

const [toWrite, toEnter] = [2, 1]

function mayWriteAs(ids: Ids, path: string): boolean {
  try {
    const own = statSync(path).isDirectory() ? toWrite + toEnter : toWrite
    if (!may(ids, path, own)) return false
    for (let at = path; at !== dirname(at); at = dirname(at))
      if (!may(ids, dirname(at), toEnter)) return false
    return true
  } catch {
    return true
  }
}

function may({ uid, gids }: Ids, path: string, bits: number): boolean {
  const { mode, uid: owner, gid } = statSync(path)
  const place = owner === uid ? 6 : gids.includes(gid) ? 3 : 0
  return ((mode >> place) & bits) === bits
}
