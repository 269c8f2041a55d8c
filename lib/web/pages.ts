// Every page that people have, in one table. See page.ts.
import { accountPages } from './account/account-pages.tsx'
import { contactPages } from './contacts/contact-pages.tsx'
import { importPages } from './contacts/import-pages.tsx'
import { messagePages } from './messages/message-pages.tsx'
import { logPages } from './admin/log-pages.tsx'
import { peoplePages } from './admin/people-pages.tsx'
import { servicePages } from './admin/service-pages.tsx'
import { statisticsPages } from './admin/statistics-page.tsx'
import { get, type Page } from './page.ts'
import { signInPages } from './sign-in/sign-in-pages.tsx'
import { goTo } from './visit.ts'

export const pages: readonly Page[] = [
  get('anyone', '/', (visit) => goTo(visit, visit.person === undefined ? '/sign-in' : '/messages')),
  ...signInPages,
  ...messagePages,
  ...contactPages,
  ...importPages,
  ...accountPages,
  ...logPages,
  ...statisticsPages,
  ...servicePages,
  ...peoplePages,
]
