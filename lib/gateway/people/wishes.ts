// What somebody may change about their own account: those settings that their group leaves to users.
// Each change is written down in their name.
import { Complaint, type Administration } from '../administration/index.ts'
import type { Person } from './person.ts'

export const wishNames = [
  'language',
  'time_zone',
  'sms_signature',
  'encoding',
  'duplicate_guard',
  'reports',
  'forward_to',
] as const

export type WishName = (typeof wishNames)[number]

export interface Wish {
  readonly name: WishName
  readonly value: string
}

export interface Wishes {
  /** What counts now, of the settings that are left to this person. */
  list(person: Person): Promise<readonly Wish[]>
  /** False when a value is not possible; the others are changed. */
  change(person: Person, wishes: readonly Wish[]): Promise<boolean>
}

export function createWishes(
  administer: (actor: string) => Administration,
  settingsChanged: () => void,
): Wishes {
  async function list({ address }: Person): Promise<Wish[]> {
    const settings = await administer(address).listSettings({ account: address })
    return wishNames.flatMap((name) => {
      const setting = settings.find((one) => one.name === name)
      return setting?.open === 'users' ? [{ name, value: setting.value }] : []
    })
  }
  return {
    list,
    async change(person, wishes) {
      const now = await list(person)
      const changed = wishes.filter(({ name, value }) =>
        now.some((one) => one.name === name && one.value !== value),
      )
      let isPossible = true
      for (const { name, value } of changed) {
        try {
          await administer(person.address).setSetting({ account: person.address }, { name, value })
        } catch (error) {
          if (!(error instanceof Complaint)) throw error
          isPossible = false
        }
      }
      settingsChanged()
      return isPossible
    },
  }
}
