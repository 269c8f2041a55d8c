// The one adapter around every hook.
//
// Haraka stops the whole server when an async hook rejects, and takes a throw for "nothing to say",
// which would let a mail through that nobody has taken. So whatever goes wrong in our code ends
// here: it is logged with its stack, and the answer is the one that the hook's owner says is safe.
// The same when it takes too long: of Haraka's own timers, whose answers are Haraka's, our hooks have none
// (see sms.ts). A hook that has its answer at once says it at once; Haraka hears exactly one.
import { describeFully } from '../lib/gateway/describe-error.ts'
import type { Log } from '../lib/gateway/gateway.ts'
import type { SmtpReply } from '../lib/policy/smtp-reply.ts'
import { DSN } from './dsn.ts'
import { code, type Next } from './haraka.ts'

/** What a hook says: undefined leaves the word to the next plugin. */
export type Answer =
  | undefined
  | { readonly kind: 'ok'; readonly message?: unknown }
  | { readonly kind: 'refuse'; readonly reply: SmtpReply }

export interface HookDefinition<Args extends unknown[]> {
  readonly work: (...args: Args) => Answer | Promise<Answer>
  /** What is said when `work` fails or takes too long. */
  readonly whenFailed: (...args: Args) => Answer
}

const patience = 20_000

export function guard<Args extends unknown[]>(
  log: Log,
  { work, whenFailed }: HookDefinition<Args>,
): (next: Next, ...args: Args) => void {
  return (next, ...args) => {
    const failed = (error: unknown): Answer => {
      log.error(describeFully(error))
      return whenFailed(...args)
    }
    let answer: Answer | Promise<Answer>
    try {
      answer = work(...args)
    } catch (error) {
      answer = failed(error)
    }
    if (answer instanceof Promise) sayInTime(next, answer, failed)
    else say(next, answer)
  }
}

/** For hooks outside a mail, whose failure must not stop the server. */
export const goOn = (): undefined => undefined

function say(next: Next, answer: Answer): void {
  if (answer === undefined) next()
  else if (answer.kind === 'ok') next(code.ok, answer.message)
  else next(answer.reply.code >= 500 ? code.deny : code.denySoft, new DSN(answer.reply))
}

function sayInTime(next: Next, coming: Promise<Answer>, failed: (error: unknown) => Answer): void {
  let isSaid = false
  const sayOnce = (answer: Answer): void => {
    if (isSaid) return
    isSaid = true
    clearTimeout(timer)
    say(next, answer)
  }
  const timer = setTimeout(() => {
    const late = `a hook took longer than ${patience} ms; the mail comes again`
    sayOnce(failed(new Error(late)))
  }, patience)
  coming.then(sayOnce, (error: unknown) => sayOnce(failed(error)))
}
