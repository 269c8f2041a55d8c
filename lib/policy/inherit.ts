// Which of the values along the way from Master down to an account counts.

/** Who below the level may have a value of their own. */
export type Openness = 'locked' | 'subadmin' | 'users'

/** What one level, a group or at last the account, says about one setting. */
export interface LevelValue {
  readonly value: string | null
  readonly open: Openness | null
}

export interface Inherited {
  /** Undefined when no level says anything. */
  readonly value: string | undefined
  /** The index of the level it comes from. */
  readonly level: number | undefined
  /** Who may change it below the last level that says so. */
  readonly open: Openness
}

/**
 * `levels` run from Master to the group and, where `hasAccount`, end with the account. A level that
 * locks ends it: nothing below counts. An account counts only where the setting is open to users.
 * `openAtFirst` is what holds where no level says who may change it.
 */
export function inherit(
  levels: readonly (LevelValue | undefined)[],
  hasAccount: boolean,
  openAtFirst: Openness,
): Inherited {
  let inherited: Inherited = { value: undefined, level: undefined, open: openAtFirst }
  for (const [level, said] of levels.entries()) {
    const isAccount = hasAccount && level === levels.length - 1
    if (inherited.open === 'locked' || (isAccount && inherited.open !== 'users')) break
    if (said === undefined) continue
    inherited = {
      ...(said.value === null ? inherited : { value: said.value, level }),
      open: said.open ?? inherited.open,
    }
  }
  return inherited
}
