// The numbered migrations, oldest first. One that has shipped is never changed.
import type { Knex } from 'knex'
import type { Dialect } from '../dialect.ts'
import { mainJob } from './001-main-job.ts'
import { contacts } from './015-contacts.ts'
import { contactFields } from './018-contact-fields.ts'
import { phrases } from './019-phrases.ts'
import { addressProofs } from './020-address-proofs.ts'
import { groupSettings } from './002-group-settings.ts'
import { routes } from './003-routes.ts'
import { heldDigests } from './004-held-digests.ts'
import { limits } from './005-limits.ts'
import { trust } from './006-trust.ts'
import { messages } from './008-messages.ts'
import { webProviders } from './010-web-providers.ts'
import { logs } from './012-logs.ts'
import { numbers } from './007-numbers.ts'
import { people } from './011-people.ts'
import { routing } from './009-routing.ts'
import { openQuestions } from './013-open-questions.ts'
import { routeActivity } from './014-route-activity.ts'
import { jobs } from './021-jobs.ts'
import { fingerprints } from './022-fingerprints.ts'
import { uncounted } from './023-uncounted.ts'

export type Migration = (trx: Knex.Transaction, dialect: Dialect) => Promise<void>

export const migrations: readonly Migration[] = [
  mainJob,
  groupSettings,
  routes,
  heldDigests,
  limits,
  trust,
  messages,
  webProviders,
  logs,
  numbers,
  people,
  routing,
  openQuestions,
  contacts,
  routeActivity,
  contactFields,
  jobs,
  phrases,
  addressProofs,
  fingerprints,
  uncounted,
]
