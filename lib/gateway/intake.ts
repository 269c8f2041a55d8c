// Takes in what mails ask for. Mails that arrive together share one commit; a promise is fulfilled only
// after its commit is on the disk. How they are stored is in store-submissions.ts.
import type { Settings } from '../config/settings.ts'
import type { Refusal } from '../policy/errors.ts'
import type { Store } from '../store/store.ts'
import { Batcher } from './batcher.ts'
import { linkPlace } from './block-link.ts'
import type { Directory } from './directory.ts'
import type { RouteTable } from './route-table.ts'
import { sliceSize, storeInSlices } from './slices.ts'
import { foreseeRefusals, storeSubmissions } from './store-submissions.ts'
import type { RuledSubmission, Stored, Submission, SubmittedMessage } from './submission.ts'

export interface Intake {
  submit(submission: Submission): Promise<Stored>
  /** Which of its messages submit would refuse, and why; nothing is taken in. */
  foresee(submission: Submission): Promise<ReadonlyMap<SubmittedMessage, Refusal>>
  idle(): Promise<void>
}

export interface IntakeOptions {
  readonly store: Store
  readonly directory: Directory
  readonly routes: RouteTable
  readonly settings: () => Settings
  readonly clock: () => number
  /** How many mails are likely to be submitted within a moment. */
  readonly coming: () => number
}

/** Of more waiting mails than that half are one commit: see batcher.ts. */
const crowd = 10

export function createIntake(options: IntakeOptions): Intake {
  const { store, directory, routes, settings, clock, coming } = options
  const batcher = new Batcher<RuledSubmission, Stored>(
    async (submissions) => {
      const { main, delivery } = settings()
      const stored = await store.perform(storeSubmissions, {
        submissions,
        prices: await directory.prices(),
        routes: routes.choice(),
        linkPlace: linkPlace(main.public_url),
        maxAge: delivery.max_age,
        delayAfter: delivery.delay_after,
        now: clock(),
      })
      store.wake('queue', 'change')
      if (stored.some(({ isTold }) => isTold)) store.wake('outbox')
      return stored
    },
    {
      most: 2 * sliceSize,
      weigh: ({ submission }) => submission.messages.length,
      crowd,
      coming,
    },
  )
  return {
    async submit(submission) {
      const rules = await directory.rules(submission.account)
      const store = (one: Submission): Promise<Stored> => batcher.add({ submission: one, rules })
      // What is held is released as a whole anyway.
      return submission.messages.length > sliceSize && !submission.held
        ? storeInSlices(submission, store)
        : store(submission)
    },
    async foresee(submission) {
      const rules = await directory.rules(submission.account)
      const asked = { submissions: [{ submission, rules }], prices: await directory.prices() }
      // Not store.transaction(): what is undone there undoes what others share a commit for.
      const trx = await store.db.transaction()
      try {
        return await foreseeRefusals({ ...asked, trx, store, now: clock() })
      } finally {
        await trx.rollback()
      }
    },
    idle: () => batcher.idle(),
  }
}
