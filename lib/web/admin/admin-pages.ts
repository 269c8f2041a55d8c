// The pages of administrators, in one table; what cannot be done is told with its sentence.
import type { Page } from '../page.ts'
import { auditPages } from './audit-page.tsx'
import { blockPages } from './block-page.tsx'
import { creditPages } from './credit-page.tsx'
import { complaining } from './desk.ts'
import { groupPages } from './group-page.tsx'
import { healthPages } from './health-page.tsx'
import { jobPages } from './job-page.tsx'
import { keyPages } from './key-page.tsx'
import { keywordPages } from './keyword-page.tsx'
import { logExportPages } from './log-export.tsx'
import { logPages } from './log-page.tsx'
import { numberPages } from './number-page.tsx'
import { queuePages } from './queue-page.tsx'
import { rightsPages } from './rights-page.tsx'
import { routePages } from './route-page.tsx'
import { statisticsPages } from './statistics-page.tsx'
import { tracePages } from './trace-page.tsx'
import { userPages } from './user-page.tsx'

export const adminPages: readonly Page[] = complaining([
  ...[...logPages, ...logExportPages, ...tracePages, ...statisticsPages],
  ...[...queuePages, ...jobPages, ...userPages, ...groupPages, ...rightsPages],
  ...[...keyPages, ...numberPages, ...keywordPages, ...blockPages, ...creditPages],
  ...[...routePages, ...healthPages, ...auditPages],
])
