// One message of a conversation: how it stands with it, and what may be done. What phones wrote is only ever
// text here: preact escapes it.
import type { ThreadMessage } from '../../gateway/conversations/index.ts'
import { statesBefore } from '../../policy/message-life.ts'
import { reasonInWords } from '../admin/reason.ts'
import { idOf } from '../live.tsx'
import { Moment } from '../moment.tsx'
import { Once, Token } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { readerOf } from './messages-view.ts'
import { messageWords, stateWord } from './words.ts'

const failures: readonly string[] = ['undelivered', 'unsent', 'expired', 'refused', 'uncertain']
const waiting: readonly string[] = statesBefore('cancelled')

interface SaidProps {
  readonly message: ThreadMessage
  readonly phone: string
  readonly visit: PersonVisit
}

export function Said({ message, phone, visit }: SaidProps) {
  const { id, direction, text, parts, state, created_at } = message
  const words = messageWords[visit.language]
  return (
    <li class={`said ${direction}`} id={idOf('said', id)} data-arrives="said">
      <p class="said-text">{text}</p>
      <p class={failures.includes(state) ? 'said-facts failed' : 'said-facts'}>
        <Moment at={created_at} shape="moment" reader={readerOf(visit)} />
        {direction === 'out' && <Fate message={message} phone={phone} visit={visit} />}
        {parts > 1 && ` · ${parts} ${words.parts}`}
      </p>
      {direction === 'out' && <Moves message={message} phone={phone} visit={visit} />}
    </li>
  )
}

/** How it stands with a message, when it goes out where it waits for that, and why it stopped. */
function Fate({ message: { state, reason, due_at }, phone, visit }: SaidProps) {
  const words = messageWords[visit.language]
  const isTold = failures.includes(state) || waiting.includes(state) || state === 'cancelled'
  const why = isTold ? reasonInWords(visit.language, { state, reason, phone }) : ''
  return (
    <>
      {` · ${stateWord(state, words)}`}
      {why !== '' && `: ${why}`}
      {state === 'scheduled' && due_at !== null && (
        <>
          {`, ${words.goes_out} `}
          <Moment at={due_at} shape="due" reader={readerOf(visit)} />
        </>
      )}
    </>
  )
}

/** What waits can be cancelled; what did not arrive can be sent again. */
function Moves({ message: { id, state, text }, phone, visit }: SaidProps) {
  const isWaiting = waiting.includes(state)
  if (!isWaiting && !failures.includes(state) && state !== 'cancelled') return null
  const { cancel, send_again } = messageWords[visit.language]
  const name = isWaiting ? cancel : send_again
  return (
    <form
      class="said-moves"
      method="post"
      action={`${visit.site.base}/messages`}
      id={idOf('moves', id, state)}
    >
      <Token visit={visit} />
      <input type="hidden" name="to" value={phone} />
      <input type="hidden" name="id" value={id} />
      <Once visit={visit} />
      <button
        class="quiet"
        name="do"
        value={isWaiting ? 'cancel' : 'resend'}
        aria-label={`${name}: ${text.slice(0, 60)}`}
      >
        {name}
      </button>
    </form>
  )
}
