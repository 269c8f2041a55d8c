// Puts the services of one process together and owns them from start() to close().
//
// The database is opened and migrated in the background: until it is there, mail is answered 451 and
// whoever waits tries again. Nothing here throws at start; what is wrong is logged and tried again.
import { setTimeout as delay } from 'node:timers/promises'
import type { Settings } from '../config/settings.ts'
import { maskAddress } from '../mail/address/local-part.ts'
import { createMailWork } from '../mail/mail-work.ts'
import { smtpReply } from '../policy/errors.ts'
import type { Route, Sinks } from '../routes/route.ts'
import { dropMail, releaseMail } from '../store/submissions.ts'
import { Store } from '../store/store.ts'
import { acceptMail } from './accept-mail.ts'
import { createAdministration, type Administration } from './administration/index.ts'
import { linkPlace } from './block-link.ts'
import { createBounces } from './bounces.ts'
import { createConversations } from './conversations/index.ts'
import { createCounting } from './counting.ts'
import { createConfirmationLinks } from './commands/confirmation-links.ts'
import { checkRecipient } from './check-recipient.ts'
import { comeAgain, describe, describeFully } from './describe-error.ts'
import { Directory } from './directory.ts'
import { createDispatcher } from './dispatcher.ts'
import type { Gateway, Log, PageServices, SendMail } from './gateway.ts'
import { createHealth } from './health.ts'
import { createHousekeeping } from './housekeeping.ts'
import { createIncomingIntake } from './incoming.ts'
import { rememberFor } from './fresh.ts'
import { createIntake } from './intake.ts'
import { KeyGuesses } from './key-guesses.ts'
import { KeyUses } from './key-uses.ts'
import { localMailbox } from './local-mailbox.ts'
import { createMailWriter } from './mail-writer.ts'
import { createAdmission } from './newcomers.ts'
import { createPhrases } from './people/phrases.ts'
import { createOwnAccount } from './people/own-account.ts'
import { createWishes } from './people/wishes.ts'
import { createReportIntake } from './reports.ts'
import { createOptOutLinks } from './opt-out-links.ts'
import { createPeople } from './people/index.ts'
import type { RouteTable } from './route-table.ts'
import { createRouteHealth } from './route-health.ts'
import { createProviderCalls } from './provider-calls.ts'
import { RouteWatch } from './route-watch.ts'
import { createVirtualPhones } from './virtual-phones.ts'
import { createWayFinder } from './way-finder.ts'
import { createWrongNumbers, isWrongNumber } from './wrong-numbers.ts'

export interface GatewayOptions {
  /** Read anew at each use, so that a reload takes effect. */
  readonly settings: () => Settings
  readonly routes: RouteTable
  /** What a relative path in the settings is seen from. */
  readonly directory: string
  /** Without it this process writes no mails; another one does. */
  readonly sendMail: SendMail | undefined
  readonly clock: () => number
  readonly log: Log
}

export interface RunningGateway extends Gateway, PageServices {
  /**
   * `actor` is who it is done by, for the audit log; `within` the groups whose trees they administer,
   * undefined for the operator; `ways` the routes, where they are not those of this process.
   */
  administer(actor: string, within?: readonly number[], ways?: () => RouteTable): Administration
  /** Counts what has changed since the last time, for the statistics. */
  count(): Promise<void>
  /** Fulfilled when the database is there and up to date. */
  readonly migrated: Promise<void>
}

export function createGateway(options: GatewayOptions): RunningGateway {
  const { settings, routes, clock, log } = options
  const store = new Store(
    settings().main.database,
    options.directory,
    (error) => log.warn(`database: ${describe(error)}`),
    new URL('database-programs.js', import.meta.url).href,
  )
  const directory = new Directory(store, settings, clock)
  const routeWatch = new RouteWatch(store, clock)
  routes.watch(
    (entry) => routeWatch.away(entry),
    (entry) => routeWatch.numbers(entry),
  )
  const intake = createIntake({
    store,
    directory,
    routes,
    linkPlace: () => linkPlace(settings().main.public_url),
    get maxAge() {
      return settings().delivery.max_age
    },
    get delayAfter() {
      return settings().delivery.delay_after
    },
    clock,
  })
  const work = createMailWork((error) =>
    log.error(`the thread that helps to read mails has ended: ${describe(error)}`),
  )
  const pause = (ms: number): Promise<void> => delay(ms, undefined, { ref: false })
  const guesses = new KeyGuesses(clock, pause)
  const keyUses = new KeyUses(store, clock, log)
  const admit = createAdmission({ store, directory, clock })
  const incoming = createIncomingIntake({
    store,
    joinWait: () => settings().delivery.join_wait,
    optOut: { dialect: store.dialect, settings, routes },
    blocksChanged: () => directory.forgetRules(),
    clock,
    log,
  })
  const report = createReportIntake(store, clock)
  const health = createRouteHealth({
    store,
    patience: () => settings().delivery.tell_down_after,
    quiet: () => settings().alarms.quiet,
    clock,
    log,
  })
  const bounces = createBounces({ store, clock, log })
  const counting = createCounting({ store, settings, clock, log })
  const housekeeping = createHousekeeping({ store, settings, incoming, counting, clock, log })
  const noteWrongNumber = createWrongNumbers({ store, settings, clock, log })
  const dispatcher = createDispatcher({
    store,
    routes,
    watch: routeWatch,
    ways: createWayFinder(routes, directory),
    retry: {
      get first() {
        return settings().delivery.retry_first
      },
      get most() {
        return settings().delivery.retry_most
      },
      get reportWait() {
        return settings().delivery.report_wait
      },
      get resendUncertain() {
        return settings().delivery.resend_uncertain
      },
    },
    sinks: (route) => sinksOf(route),
    blocksChanged: () => directory.forgetRules(),
    clock,
    log,
  })
  const writer =
    options.sendMail &&
    createMailWriter({
      store,
      settings,
      sendMail: options.sendMail,
      valuesOf: (account) => directory.values(account),
      clock,
      log,
    })
  let state: 'new' | 'ready' | 'closed' = 'new'

  function sinksOf(route: Route): Sinks {
    return {
      report: (one) => report(route.name, one),
      incoming: (message) => incoming.take(route.name, message),
      ...health.sinksOf(route.name),
    }
  }

  const takeProviderCall = createProviderCalls({
    routeNamed: (name) => routes.routes.find((route) => route.name === name),
    sinks: sinksOf,
    publicUrl: () => settings().main.public_url,
    isReady: () => state === 'ready',
    clock,
    log,
  })

  const administer: RunningGateway['administer'] = (actor, within, ways = () => routes) =>
    createAdministration({
      store,
      settings,
      clock,
      routeTo: (phone) => ways().choose({ phone })?.name,
      actor,
      within,
    })

  let nowMigrated = (): void => undefined
  const migrated = new Promise<void>((resolve) => {
    nowMigrated = resolve
  })

  async function openDatabase(): Promise<void> {
    for (let pause = 250; state === 'new'; pause = Math.min(pause * 2, 2_000)) {
      try {
        await store.migrate()
        break
      } catch (error) {
        log.error(`the database cannot be opened, trying again: ${describe(error)}`)
        await delay(pause, undefined, { ref: false })
      }
    }
    if (state !== 'new') return
    state = 'ready'
    nowMigrated()
    dispatcher.start()
    writer?.start()
    housekeeping.start()
  }

  return {
    get ready() {
      return state === 'ready'
    },
    migrated,
    administer,
    count: () => counting.run(),
    owns: ({ user, host }) =>
      settings().domains.has(host.toLowerCase()) && !/^(?:postmaster|abuse)$/i.test(user),
    async checkRecipient(facts) {
      if (state !== 'ready') return smtpReply({ code: 'database_away', params: {} })
      try {
        const reply = await checkRecipient(facts, { settings, directory, routes, guesses, clock })
        const [, code = ''] = /\((\w+)\)$/.exec(reply?.text ?? '') ?? []
        if (isWrongNumber(code)) noteWrongNumber(facts.envelopeFrom, maskAddress(facts.address))
        return reply
      } catch (error) {
        log.error(`a recipient could not be looked up: ${describeFully(error)}`)
        return comeAgain(error)
      }
    },
    async acceptMail(mail) {
      if (state !== 'ready')
        return { kind: 'refused', reply: smtpReply({ code: 'database_away', params: {} }) }
      try {
        return await acceptMail(mail, {
          store,
          settings,
          routes: () => routes,
          directory,
          intake,
          work,
          bounced: (tag, read) => bounces.cameBack(tag, read),
          admit,
          guesses,
          keyUses,
          noteWrongNumber,
          pause,
          clock,
          log,
        })
      } catch (error) {
        log.error(
          `a mail could not be taken, its sender is told to try again: ${describeFully(error)}`,
        )
        return { kind: 'refused', reply: comeAgain(error) }
      }
    },
    async release(id) {
      const released = await store.transaction((trx) =>
        releaseMail(trx, store.dialect, id, clock(), clock() + rememberFor),
      )
      if (!released) return
      store.wake('queue')
      store.wake('outbox')
    },
    drop: (id) => store.transaction((trx) => dropMail(trx, store.dialect, id)),
    takeProviderCall,
    mailBounced: (outboxId, reason) => bounces.wasRefused(outboxId, reason),
    phones: routes.routes.some(isVirtual)
      ? createVirtualPhones(
          store,
          () => routes.routes.filter(isVirtual).map(({ name }) => name),
          incoming.take,
          clock,
        )
      : undefined,
    confirmationLinks: createConfirmationLinks({ store, directory, settings, clock }),
    optOutLinks: createOptOutLinks({
      store,
      settings,
      blocksChanged: () => directory.forgetRules(),
      clock,
    }),
    conversations: createConversations({ store, directory, intake, routes, settings, clock }),
    wishes: createWishes(administer, directory),
    ownAccount: createOwnAccount({ store, directory, settings, clock, administer }),
    health: createHealth({ store, settings, clock }),
    phrases: createPhrases({ store, directory, clock }),
    people: createPeople({ store, directory, settings, clock, log }),
    mailbox: localMailbox(store, settings().demo.mailbox, clock),
    onChange: (listener) => store.onWake('change', listener),
    start() {
      void openDatabase()
    },
    async close() {
      if (state === 'closed') return
      const wasReady = state === 'ready'
      state = 'closed'
      housekeeping.stop()
      if (wasReady) {
        await Promise.all([dispatcher.close(), writer?.close()])
        await Promise.all([intake.idle(), health.close(), counting.close()])
      }
      await work.close()
      await store.close()
    },
  }
}

function isVirtual({ type }: Route): boolean {
  return type === 'phone'
}
