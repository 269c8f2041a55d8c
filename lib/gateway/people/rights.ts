// What people may do besides writing their own messages: rights, given one by one, each in a group and
// all below it. The operator, who has that right at Master, may do everything everywhere.
import { masterGroup } from '../../store/groups.ts'

export const rights = [
  'logs',
  'read_texts',
  'members',
  'settings',
  'keys',
  'numbers',
  'texts',
  'send',
] as const

export type Right = (typeof rights)[number]

export interface GivenRight {
  readonly right: Right | 'operator'
  readonly groupId: number
  /** The group and all above it. */
  readonly path: readonly number[]
}

export function isRight(name: string): name is Right | 'operator' {
  return name === 'operator' || rights.some((right) => right === name)
}

export function isOperator(given: readonly GivenRight[]): boolean {
  return given.some(({ right }) => right === 'operator')
}

/** The groups in which, with all below them, somebody has a right; none: nowhere. */
export function reach(given: readonly GivenRight[], right: Right): readonly number[] {
  if (isOperator(given)) return [masterGroup]
  return given.filter((one) => one.right === right).map(({ groupId }) => groupId)
}

/** Whether the log shows them texts: where they may read those in every group of which they see the log. */
export function mayReadTexts(given: readonly GivenRight[]): boolean {
  if (isOperator(given)) return true
  const readable = reach(given, 'read_texts')
  const logs = given.filter(({ right }) => right === 'logs')
  return logs.every(({ path }) => path.some((group) => readable.includes(group)))
}
