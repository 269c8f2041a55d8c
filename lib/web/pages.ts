// Every page that people have, in one table. See page.ts.
import { accountPages } from './account/account-pages.tsx'
import { adminPages } from './admin/admin-pages.ts'
import { contactPages } from './contacts/contact-pages.tsx'
import { importPages } from './contacts/import-pages.tsx'
import { manyPages } from './messages/many-pages.tsx'
import { phrasePages } from './phrases/phrase-pages.tsx'
import { messagePages } from './messages/message-pages.tsx'
import { get, type Page } from './page.ts'
import { signInPages } from './sign-in/sign-in-pages.tsx'
import { signUpPages } from './sign-in/sign-up-pages.tsx'
import { goTo } from './visit.ts'

export const pages: readonly Page[] = [
  get('anyone', '/', (visit) => goTo(visit, visit.person === undefined ? '/sign-in' : '/messages')),
  ...signInPages,
  ...signUpPages,
  ...messagePages,
  ...manyPages,
  ...phrasePages,
  ...contactPages,
  ...importPages,
  ...accountPages,
  ...adminPages,
]
