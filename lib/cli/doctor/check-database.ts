// Whether the database is there, up to date and can be written, what its clock says, and who is in it
// that should not be. Nothing is changed: what is written to try it is taken back.
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { statfs } from 'node:fs/promises'
import { valuesIn } from '../../gateway/account-values.ts'
import { groupPaths } from '../../gateway/administration/desk.ts'
import { domainOf } from '../../mail/proof/alignment.ts'
import { listAccounts } from '../../store/accounts.ts'
import { groupsThatSet, settingsNamed } from '../../store/group-settings.ts'
import { groupAndBelow } from '../../store/groups.ts'
import { releaseLease, takeLease } from '../../store/leases.ts'
import type { Store } from '../../store/store.ts'
import { foldPath, namedGroups } from '../named-groups.ts'
import { isTooWide, tooWide } from './check-settings.ts'
import { voiceOf, type Finding } from './finding.ts'
import { harakaUser, type HarakaUser } from './haraka-user.ts'
import type { House } from './house.ts'

const { good, advice, fault } = voiceOf('database')
const time = voiceOf('clock')
const trust = voiceOf('trust')

/** Seconds that clocks may differ, and bytes that should be free. */
const mostDifference = 2
const leastFree = 500_000_000

/** `usable`: it has the tables of this version, so that the rest can look into them. */
export interface DatabaseFindings {
  readonly findings: readonly Finding[]
  readonly usable: boolean
}

export async function checkDatabase(house: House, store: Store): Promise<DatabaseFindings> {
  const { name, location } = store.dialect
  const user = harakaUser(house.files)
  if (name === 'sqlite' && !existsSync(location))
    return { findings: [checkPlace(location, user)], usable: false }
  const disk = name === 'sqlite' ? await checkFile(location, user) : []
  try {
    const behind = await store.behind()
    if (behind !== 0) return { findings: [...disk, otherVersion(behind)], usable: false }
    await tryWriting(store)
    return {
      findings: [...disk, good(`The database (${name}) is up to date and can be written.`)],
      usable: true,
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const todo =
      name === 'sqlite'
        ? 'See that its directory is there, that Haraka and you may write it, and that the disk is not full.'
        : 'See that the server runs, and that database in sms.ini has the right host, user and password.'
    return {
      findings: [...disk, fault(`The database cannot be used: ${why}.`, todo)],
      usable: false,
    }
  }
}

/** Of a file that is not there yet. */
function checkPlace(file: string, user: HarakaUser): Finding {
  const place = dirname(file)
  if (!existsSync(place))
    return fault(
      `${file} cannot be made: there is no directory ${place}, or none that you may look into.`,
      `Make it and give it to the user that Haraka runs as, or set database in sms.ini.`,
    )
  return user.mayWrite(place)
    ? good(`${file} is not there yet: Haraka makes it at its first start.`)
    : fault(
        `${file} cannot be made: ${user.name} may not write ${place}.`,
        `Give it to the user that Haraka runs as, such as with: chown ${user.name} ${place}`,
      )
}

function otherVersion(behind: number): Finding {
  return behind > 0
    ? advice(
        `The database lacks ${behind} of the changes that this version makes to it.`,
        'Restart Haraka, which makes them; docs/operations.md says how to go back.',
      )
    : fault(
        'The database was changed by a later version than this one.',
        'Install that version again, or bring back the copy that was made before it.',
      )
}

/** A lease that nobody else asks for. */
async function tryWriting(store: Store): Promise<void> {
  await store.transaction(async (trx) => {
    await takeLease(trx, store.dialect, {
      name: 'doctor',
      holder: 'doctor',
      token: 'doctor',
      ttl: 1,
    })
    await releaseLease(trx, 'doctor', 'doctor')
  })
}

async function checkFile(file: string, user: HarakaUser): Promise<Finding[]> {
  const findings: Finding[] = []
  const { bavail, bsize } = await statfs(dirname(file))
  if (bavail * bsize < leastFree)
    findings.push(
      advice(
        `Only ${Math.round((bavail * bsize) / 1_000_000)} MB are free beside ${file}.`,
        'Make room: when the disk is full, mail is answered 451.',
      ),
    )
  const { name, uid } = user
  const own = [file, `${file}-wal`, `${file}-shm`].filter((path) => existsSync(path))
  const foreign = [...own, dirname(file)].filter(
    (path) => uid !== undefined && statSync(path).uid !== uid,
  )
  if (foreign.length > 0)
    findings.push(
      fault(
        `Not ${name}, the user that Haraka runs as, but somebody else owns ${foreign.join(', ')}.`,
        `chown ${name} ${foreign.join(' ')}`,
      ),
    )
  const open = own.filter((path) => (statSync(path).mode & 0o004) !== 0)
  if (open.length > 0)
    findings.push(
      advice(
        `${file} holds texts, phones and sessions, and can be read by every user of this machine.`,
        `chmod 600 ${open.join(' ')}`,
      ),
    )
  return findings
}

export interface Clock {
  readonly now: () => number
  /** Whether something keeps it right; undefined where that is not known. */
  readonly isKept: () => Promise<boolean | undefined>
}

export async function checkClock(store: Store | undefined, clock: Clock): Promise<Finding[]> {
  const findings: Finding[] = []
  if (store !== undefined) {
    const before = clock.now()
    const difference = ((await store.now()) - (before + clock.now()) / 2) / 1_000
    if (Math.abs(difference) > mostDifference)
      findings.push(
        time.fault(
          `The clock of the database is ${Math.abs(Math.round(difference))} s ${difference > 0 ? 'ahead of' : 'behind'} that of this machine.`,
          'Let NTP keep both: times of sending, limits and reports go wrong.',
        ),
      )
  }
  if ((await clock.isKept()) === false)
    findings.push(
      time.advice(
        'Nothing keeps the clock of this machine right.',
        'Switch NTP on, such as with: timedatectl set-ntp true',
      ),
    )
  return findings.length > 0
    ? findings
    : [time.good(`It is ${new Date(clock.now()).toISOString().slice(0, 16)}Z here.`)]
}

/** Networks that hold strangers, and accounts that no mail can reach. */
export async function checkPeople({ settings }: House, { db }: Store): Promise<Finding[]> {
  const accounts = await listAccounts(db)
  const findings = accounts.flatMap(({ address, networks }) => [
    ...networks.filter(isTooWide).map((network) => tooWide(network, `the networks of ${address}`)),
    ...(settings.domains.has(domainOf(address))
      ? [
          trust.fault(
            `The account ${address} has its address in an SMS domain: answers cannot reach it.`,
            `Give it another one with: haraka-sms account rename ${address} NEW`,
          ),
        ]
      : []),
  ])
  for (const name of ['networks', 'automatic_networks'])
    for (const { value } of await groupsThatSet(db, name))
      for (const network of (value ?? '').split(/[\s,]+/).filter(isTooWide))
        findings.push(tooWide(network, `the ${name} of a group`))
  if (accounts.length === 0 && !settings.trust.trust.some((proof) => proof !== 'key'))
    findings.push(
      trust.advice('There is no account yet.', 'Make one with: haraka-sms account add ADDRESS'),
    )
  return findings
}

/** Networks of groups and accounts for which `ip` is no proof. */
export async function checkIdleNetworks({ settings }: House, { db }: Store): Promise<Finding[]> {
  const trusts = async (groupId: number, accountId?: number): Promise<boolean> =>
    (await valuesIn(db, { groupId, accountId }, settings)).trust.includes('ip')
  const paths = await groupPaths(db)
  const idle: string[] = []
  for (const { scope_id: id } of (await groupsThatSet(db, 'networks')).filter(hasValue)) {
    const below = await Promise.all((await groupAndBelow(db, id)).map((one) => trusts(one)))
    if (!below.includes(true)) idle.push(`the group ${paths.get(id)}`)
  }
  for (const { id, group_id, address, networks } of await listAccounts(db))
    if (networks.length > 0 && !(await trusts(group_id, id))) idle.push(address)
  if (idle.length === 0) return []
  const names = idle.length > 3 ? [...idle.slice(0, 3), `${idle.length - 3} more`] : idle
  return [
    trust.advice(
      `The networks of ${names.join(', ')} prove nothing: trust does not name ip there.`,
      'Add ip to trust, for their group with: haraka-sms setting set trust "auth, ip" --group PATH',
    ),
  ]
}

function hasValue({ value }: { readonly value: string | null }): boolean {
  return value !== null && value !== ''
}

/** What the files say of groups which were renamed, moved or never made. */
export async function checkNamedGroups(
  { settings, routes }: House,
  { db }: Store,
): Promise<Finding[]> {
  const there = new Set([...(await groupPaths(db)).values()].map(foldPath))
  return namedGroups(settings, routes.table)
    .filter(({ path }) => !there.has(foldPath(path)))
    .map(({ path, place, effect }) =>
      trust.fault(
        `There is no group ${path}, which stands in ${place}: ${effect}.`,
        'Write there where the group is now, as it stands in: haraka-sms group list',
      ),
    )
}

/** What groups themselves ask for, by `trust` and `key_needs`. */
export async function proofsOfGroups({ db }: Store): Promise<ReadonlySet<string>> {
  const rows = await settingsNamed(db, ['trust', 'key_needs'])
  return new Set(rows.flatMap(({ value }) => (value ?? '').split(/[\s,]+/).filter(Boolean)))
}
