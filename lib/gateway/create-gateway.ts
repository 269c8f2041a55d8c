// Puts the services of one process together and owns them from start() to close().
//
// The database is opened and migrated in the background: until it is there, mail is answered 451 and
// whoever waits tries again. Nothing here throws at start; what is wrong is logged and tried again.
import { createCounting } from './counting.ts'
import type { Gateway, PageServices } from './gateway.ts'
import { createHousekeeping } from './housekeeping.ts'
import { createIntake } from './intake.ts'
import { createMailWriter, type SendMail } from './mail-writer.ts'
import { layGround, type GroundOptions } from './wiring/ground.ts'
import { readingOf, wireMail } from './wiring/mail.ts'
import { openDatabase } from './wiring/open-database.ts'
import { wirePages, type Administer } from './wiring/pages.ts'
import { wireRoutes } from './wiring/routes.ts'

export interface GatewayOptions extends GroundOptions {
  /** Without it this process writes no mails; another one does. */
  readonly sendMail: SendMail | undefined
}

export interface RunningGateway extends Gateway, PageServices {
  readonly administer: Administer
  /** Fulfilled when the database is there and up to date. */
  readonly migrated: Promise<void>
}

export function createGateway(options: GatewayOptions): RunningGateway {
  const { sendMail } = options
  const ground = layGround(options)
  const { store, directory, log } = ground
  let state: 'new' | 'ready' | 'closed' = 'new'
  const isReady = (): boolean => state === 'ready'
  let opened = (): void => undefined
  const migrated = new Promise<void>((resolve) => {
    opened = resolve
  })

  const work = readingOf(ground)
  const intake = createIntake({ ...ground, coming: () => work.underWay })
  const mail = wireMail(ground, { intake, work }, isReady)
  const routes = wireRoutes(ground, isReady)
  const pages = wirePages(ground, intake)
  const counting = createCounting(ground)
  const housekeeping = createHousekeeping({ ...ground, incoming: routes.incoming, counting })
  const writer =
    sendMail &&
    createMailWriter({ ...ground, sendMail, valuesOf: (account) => directory.values(account) })

  async function open(): Promise<void> {
    if (!(await openDatabase(store, () => state !== 'new', log))) return
    state = 'ready'
    opened()
    routes.start()
    writer?.start()
    housekeeping.start()
  }

  return {
    get ready() {
      return isReady()
    },
    migrated,
    ...mail,
    ...routes,
    ...pages,
    count: () => counting.run(),
    start: () => void open(),
    async close() {
      if (state === 'closed') return
      const wasReady = isReady()
      state = 'closed'
      housekeeping.stop()
      if (wasReady) {
        await Promise.all([routes.close(), writer?.close()])
        await Promise.all([intake.idle(), counting.close()])
      }
      await mail.close()
      await store.close()
    },
  }
}
