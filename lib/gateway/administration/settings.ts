// What groups and accounts set for themselves.
import { groupSettings } from '../../config/group-settings.ts'
import { isReplyNumber, replyNumbers, withoutCountries } from '../../config/reply-numbers.ts'
import type { Openness } from '../../policy/inherit.ts'
import { groupAndAbove, masterGroup } from '../../store/groups.ts'
import { deleteSetting, writeSetting, type SettingRow } from '../../store/group-settings.ts'
import { findRange } from '../../store/number-ranges.ts'
import { findNumber } from '../../store/numbers.ts'
import type { Knex } from '../../store/store.ts'
import {
  effectiveValues,
  groupSettingNames,
  inheritedSetting,
  isGroupSetting,
  type Levels,
} from '../effective-settings.ts'
import { settingsFor } from '../account-values.ts'
import { organisationWith } from '../sending-rules.ts'
import { accountOf } from './accounts.ts'
import { change, Complaint, groupOf, groupPaths, mustBeWithin, type Desk } from './desk.ts'
import { mustNotOutrank } from './rank.ts'

/** A group by its path, '' for Master, or an account by its address. */
export type SettingScope = { readonly group: string } | { readonly account: string }

export interface NewSetting {
  readonly name: string
  /** Undefined leaves what is set here, or inherited. */
  readonly value?: string
  /** Undefined leaves it as it is here, or above. */
  readonly open?: Openness
}

export interface ListedSetting {
  readonly name: string
  readonly value: string
  /** The group or account that it comes from, or `default`: what sms.ini says. */
  readonly from: string
  /** Who below may change it. */
  readonly open: Openness
  /** What is set here itself; null: it is inherited. */
  readonly own: { readonly value: string | null; readonly open: Openness | null }
  /** Whether it may have a value here. */
  readonly changeable: boolean
  /** All that it can be, where it is one of a few. */
  readonly choices: readonly string[] | undefined
  /** What else can be written. */
  readonly describe: string
}

export async function setSetting(
  desk: Desk,
  scope: SettingScope,
  setting: NewSetting,
): Promise<void> {
  const { name, value, open } = setting
  mustBeKnown(name)
  const reading = value === undefined ? undefined : groupSettings[name].type.read(value)
  if (reading?.ok === false)
    throw new Complaint(`${name}: ${reading.problem}`, 'setting_value', {
      setting: name,
      value: value ?? '',
    })
  await change(desk, async (trx) => {
    const place = await placeOf(trx, desk, scope)
    const before = ownOf(place, name)
    if ('account' in scope) await mustNotOutrank(trx, desk, await accountOf(trx, scope.account))
    mustBeAllowed(name, desk, place)
    if (name === 'catch_all' && value !== undefined && value !== '')
      await mustGetSms(trx, desk, value, place.groupId)
    if (name === 'reply_numbers') await mustAnswerAt(trx, desk, value, place)
    const after = { value: value ?? before?.value ?? null, open: open ?? before?.open ?? null }
    const isFromAbove = open === undefined ? before?.from_above === 1 : isAbove(desk, place)
    await writeSetting(trx, { ...place.row, name, ...after, from_above: isFromAbove ? 1 : 0 })
    return {
      action: 'setting set',
      subject: `${place.subject} ${name}`,
      group: place.groupId,
      before:
        before === undefined ? null : JSON.stringify({ value: before.value, open: before.open }),
      after: JSON.stringify(after),
    }
  })
}

/** From here on the setting is inherited again. */
export async function unsetSetting(desk: Desk, scope: SettingScope, name: string): Promise<void> {
  await change(desk, async (trx) => {
    const place = await placeOf(trx, desk, scope)
    const before = ownOf(place, name)
    mustBeKnown(name)
    if ('account' in scope) await mustNotOutrank(trx, desk, await accountOf(trx, scope.account))
    if (desk.within !== undefined) mustBeAllowed(name, desk, place)
    await deleteSetting(trx, { ...place.row, name })
    return {
      action: 'setting unset',
      subject: `${place.subject} ${name}`,
      group: place.groupId,
      before: before?.value ?? null,
    }
  })
}

export async function listSettings(desk: Desk, scope: SettingScope): Promise<ListedSetting[]> {
  const { db } = desk.store
  const place = await placeOf(db, desk, scope)
  const { levels, subject } = place
  const paths = await groupPaths(db)
  return groupSettingNames.map((name) => {
    const inherited = inheritedSetting(name, levels)
    const { byDefault } = groupSettings[name]
    const from =
      inherited.level === undefined
        ? 'default'
        : inherited.level === levels.groups.length
          ? subject
          : `group ${paths.get(levels.groups[inherited.level] ?? 0) ?? ''}`
    const value = inherited.value ?? show(byDefault(desk.settings()))
    const said = ownOf(place, name)
    return {
      ...{ name, value, from, open: inherited.open },
      own: { value: said?.value ?? null, open: said?.open ?? null },
      changeable: whyNot(name, desk, place) === undefined,
      choices: groupSettings[name].type.choices,
      describe: groupSettings[name].type.describe,
    }
  })
}

function ownOf({ row, levels }: Place, name: string): SettingRow | undefined {
  return levels.rows.find(
    (one) => one.name === name && one.scope === row.scope && one.scope_id === row.scope_id,
  )
}

interface Place {
  readonly row: Pick<SettingRow, 'scope' | 'scope_id'>
  readonly subject: string
  readonly groupId: number
  readonly levels: Levels
}

async function placeOf(db: Knex, desk: Desk, scope: SettingScope): Promise<Place> {
  const account = 'account' in scope ? await accountOf(db, scope.account) : undefined
  const groupId = account?.group_id ?? (await groupOf(db, 'group' in scope ? scope.group : ''))
  await mustBeWithin(db, desk, groupId)
  const groups = (await groupAndAbove(db, groupId)).reverse()
  const rows = await settingsFor(db, groups, account?.id)
  return {
    row: account
      ? { scope: 'account', scope_id: account.id }
      : { scope: 'group', scope_id: groupId },
    subject: account
      ? `account ${account.address}`
      : `group ${(await groupPaths(db)).get(groupId) ?? ''}`,
    groupId,
    levels: { groups, accountId: account?.id, rows },
  }
}

function mustBeKnown(name: string): asserts name is keyof typeof groupSettings {
  if (!isGroupSetting(name))
    throw new Complaint(`There is no setting ${name}; there are ${groupSettingNames.join(', ')}.`)
}

function mustBeAllowed(name: keyof typeof groupSettings, desk: Desk, place: Place): void {
  const problem = whyNot(name, desk, place)
  if (problem === undefined) return
  const sentence =
    problem === 'setting_closed'
      ? `${name} is not open to users: set it for their group, or open it there with --open users.`
      : `${name} is locked by whoever administers the groups above.`
  throw new Complaint(sentence, problem, { setting: name })
}

/** Why it cannot have a value here; undefined when it can. */
function whyNot(
  name: keyof typeof groupSettings,
  desk: Desk,
  place: Place,
): 'setting_closed' | 'setting_locked' | undefined {
  const { row, levels } = place
  const { open } = inheritedSetting(name, levelsAbove(place))
  if (row.scope === 'account' && open !== 'users') return 'setting_closed'
  if (row.scope === 'group' && levels.groups.length > 1 && open === 'locked')
    return 'setting_locked'
  const own = ownOf(place, name)
  if (own?.open === 'locked' && own.from_above === 1 && !isAbove(desk, place))
    return 'setting_locked'
  return undefined
}

function levelsAbove({ row, levels }: Place): Levels {
  const groups = levels.groups.slice(0, row.scope === 'group' ? -1 : undefined)
  return { ...levels, groups, accountId: undefined }
}

/** Whether the actor administers a group above the place, too. */
function isAbove({ within }: Desk, place: Place): boolean {
  return within === undefined || levelsAbove(place).groups.some((id) => within.includes(id))
}

/**
 * An account that whoever sets it administers, as it will get what phones write: an organisation's SMS go to no
 * account of another one; Master's go to any.
 */
async function mustGetSms(trx: Knex, desk: Desk, address: string, groupId: number): Promise<void> {
  const { group_id } = await accountOf(trx, address)
  await mustBeWithin(trx, desk, group_id)
  const organisation = await organisationWith(trx, groupId)
  if (organisation === masterGroup) return
  if ((await organisationWith(trx, group_id)) === organisation) return
  throw new Complaint(`${address} belongs to another organisation.`, 'account_elsewhere', {
    address,
  })
}

/**
 * Numbers that stand there already, that whoever administers the groups above gave, or that lie in groups which
 * the actor administers: any other may be somebody's, and what phones answer to it theirs.
 */
async function mustAnswerAt(
  trx: Knex,
  desk: Desk,
  value: string | undefined,
  place: Place,
): Promise<void> {
  const reading = value === undefined ? undefined : replyNumbers.read(value)
  if (desk.within === undefined || reading?.ok !== true) return
  const given = [levelsAbove(place), place.levels].flatMap(
    (levels) => effectiveValues(levels, desk.settings()).reply_numbers,
  )
  for (const number of withoutCountries(reading.value)) {
    if (isReplyNumber(number, given)) continue
    const there = (await findNumber(trx, number)) ?? (await findRange(trx, Number(number)))
    if (there === undefined)
      throw new Complaint(`${number} is no number of a group of yours.`, 'not_yours')
    await mustBeWithin(trx, desk, there.group_id)
  }
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object' && value !== null && 'kind' in value) return String(value.kind)
  return String(value)
}
