// What stands in the navigation, in this order; a person sees what they may open.
import type { Person } from '../../gateway/people/person.ts'
import type { Who } from '../page.ts'
import { may } from '../visit.ts'
import type { AdminWord } from '../admin/words/index.ts'
import type { ShellWord } from './words.ts'

export interface NavigationEntry {
  readonly path: string
  readonly word: ShellWord | AdminWord
  readonly who: Who
}

const navigation: readonly NavigationEntry[] = [
  { path: '/messages', word: 'messages', who: 'user' },
  { path: '/contacts', word: 'contacts', who: 'user' },
  { path: '/phrases', word: 'phrases', who: 'user' },
  { path: '/account', word: 'account', who: 'user' },
  { path: '/logs', word: 'logs', who: 'logs' },
  { path: '/statistics', word: 'statistics', who: 'logs' },
  { path: '/queue', word: 'queue', who: 'logs' },
  { path: '/users', word: 'users', who: 'members' },
  { path: '/groups', word: 'groups', who: 'settings' },
  { path: '/rights', word: 'rights', who: 'members' },
  { path: '/keys', word: 'keys', who: 'keys' },
  { path: '/numbers', word: 'numbers', who: 'numbers' },
  { path: '/keywords', word: 'keywords', who: 'numbers' },
  { path: '/credit', word: 'credit', who: 'settings' },
  { path: '/blocks', word: 'blocks', who: 'settings' },
  { path: '/routes', word: 'routes', who: 'operator' },
  { path: '/alarms', word: 'alarms', who: 'operator' },
  { path: '/audit', word: 'audit', who: 'settings' },
]

export function navigationFor(person: Person): readonly NavigationEntry[] {
  return navigation.filter(({ who }) => who === 'anyone' || who === 'user' || may(person, who))
}
