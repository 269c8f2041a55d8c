// A state as a small badge: green for what went well, red for what failed, amber for what stopped or
// waits. The word says the same, so that nothing hangs on the colour.
import type { ComponentChildren } from 'preact'
import type { Language } from '../../mail/language/phrases.ts'
import { messageWords, stateWord } from '../messages/words.ts'

type Mood = 'good' | 'bad' | 'slow' | 'calm'

const moods: Readonly<Record<string, Mood>> = {
  ...{ delivered: 'good', incoming: 'calm', sent: 'calm' },
  ...{ refused: 'bad', undelivered: 'bad', unsent: 'bad', expired: 'bad' },
  ...{ held: 'slow', scheduled: 'slow', queued: 'slow', sending: 'slow', uncertain: 'slow' },
}

export function Badge({ mood, children }: { mood: Mood; children: ComponentChildren }) {
  return <span class={`badge ${mood}`}>{children}</span>
}

/** The state of a message, and in small letters why. */
export function MessageState({
  state,
  reason,
  explained,
  language,
}: {
  readonly state: string
  readonly reason?: string | null
  /** The reason in words, where it stands as a name. */
  readonly explained?: string
  readonly language: Language
}) {
  return (
    <>
      <Badge mood={moods[state] ?? 'calm'}>{stateWord(state, messageWords[language])}</Badge>
      {reason !== null && reason !== undefined && reason !== '' && (
        <span class="why" title={explained}>
          {reason}
        </span>
      )}
    </>
  )
}
