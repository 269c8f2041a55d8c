// What somebody may change about their own account: those settings that their group leaves to users.
// Each change is written down in their name.
import { Complaint, type Administration } from '../administration/index.ts'
import type { Directory } from '../directory.ts'
import type { Person } from './person.ts'

export const wishNames = [
  'language',
  'time_zone',
  'sms_signature',
  'sender_name',
  'encoding',
  'format',
  'validity',
  'duplicate_guard',
  'reports',
  'forward_to',
] as const

export type WishName = (typeof wishNames)[number]

export interface Wish {
  readonly name: WishName
  readonly value: string
  /** Where there is nothing else to choose from. */
  readonly choices?: readonly string[]
}

export interface Wishes {
  /** What counts now, of the settings that are left to this person. */
  list(person: Person): Promise<readonly Wish[]>
  /** Those whose value is not possible; the others are changed. */
  change(person: Person, wishes: readonly Wish[]): Promise<readonly Wish[]>
}

export function createWishes(
  administer: (actor: string) => Administration,
  directory: Pick<Directory, 'names' | 'forgetValues'>,
): Wishes {
  async function list({ address, groupId }: Person): Promise<Wish[]> {
    const settings = await administer(address).listSettings({ account: address })
    const canReceive = settings.find(({ name }) => name === 'can_receive')?.value !== 'no'
    const names = canReceive ? [] : await directory.names(groupId)
    return wishNames.flatMap((name): Wish[] => {
      const setting = settings.find((one) => one.name === name)
      if (setting?.open !== 'users') return []
      const { value } = setting
      if (name !== 'sender_name') return [{ name, value }]
      // Only what is approved, and only where a name is what phones see.
      return canReceive ? [] : [{ name, value, choices: [...new Set(['', value, ...names])] }]
    })
  }
  return {
    list,
    async change(person, wishes) {
      const now = await list(person)
      const changed = wishes.filter(({ name, value }) =>
        now.some((one) => one.name === name && one.value !== value),
      )
      const refused: Wish[] = []
      for (const wish of changed) {
        const { name, value } = wish
        const { choices } = now.find((one) => one.name === name) ?? {}
        if (choices?.includes(value) === false) {
          refused.push(wish)
          continue
        }
        try {
          await administer(person.address).setSetting({ account: person.address }, { name, value })
        } catch (error) {
          if (!(error instanceof Complaint)) throw error
          refused.push(wish)
        }
      }
      directory.forgetValues()
      return refused
    },
  }
}
