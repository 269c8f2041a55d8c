// What stands in the navigation, in this order; a person sees what they may open.
import type { Person } from '../../gateway/people/person.ts'
import type { Who } from '../page.ts'
import { may } from '../visit.ts'
import type { ShellWord } from './words.ts'

export interface NavigationEntry {
  readonly path: string
  readonly word: ShellWord
  readonly who: Who
}

const navigation: readonly NavigationEntry[] = [
  { path: '/messages', word: 'messages', who: 'user' },
  { path: '/account', word: 'account', who: 'user' },
]

export function navigationFor(person: Person): readonly NavigationEntry[] {
  return navigation.filter(({ who }) => who === 'anyone' || who === 'user' || may(person, who))
}
