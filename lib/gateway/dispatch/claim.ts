// Takes messages out of the line of a route, as the route gets to see them.
import type { Outgoing } from '../../routes/route.ts'
import { claimMessages, returnLostClaims, type Claim } from '../../store/claims.ts'
import { enqueueDue } from '../../store/due.ts'
import { partsDone } from '../../store/parts.ts'
import type { QueuedMessage } from '../../store/queued-message.ts'
import type { Program } from '../../store/program.ts'

export interface Claimed {
  readonly message: QueuedMessage
  readonly outgoing: Outgoing
}

export const claimNext: Program<
  Claim & {
    /** Something that was scheduled may have come due. */
    readonly isDue: boolean
    /** What is under way, where a claim may have been lost. */
    readonly known: readonly number[] | undefined
  },
  readonly Claimed[]
> = {
  name: 'claim next',
  run: async (trx, { dialect }, { isDue, known, ...claim }) => {
    if (known !== undefined) await returnLostClaims(trx, dialect, { ...claim, known }, claim.now)
    if (isDue) await enqueueDue(trx, claim.route, claim.now)
    const claimed = await claimMessages(trx, dialect, claim)
    const again = claimed.filter(({ attempts }) => attempts > 1).map(({ id }) => id)
    const done =
      again.length === 0
        ? new Map<number, string[]>()
        : await partsDone(trx, dialect, claim.route, again)
    return claimed.map((message) => ({
      message,
      outgoing: outgoing(message, done.get(message.id) ?? []),
    }))
  },
}

function outgoing(message: QueuedMessage, done: readonly string[]): Outgoing {
  return {
    id: message.id,
    createdAt: message.created_at,
    phone: message.phone,
    sender: message.own ?? undefined,
    text: message.text,
    encoding: message.encoding,
    flash: message.flash === 1,
    validity: message.validity ?? undefined,
    attempt: message.attempts,
    done,
  }
}
