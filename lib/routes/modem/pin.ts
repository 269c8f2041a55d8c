// Unlocks the SIM. Three wrong PINs lock a card for good, so a PIN is tried once: before the try it is
// noted, and the note goes only when the card is open. A crash in between counts as a wrong PIN, but for
// one after the modem said OK: then the PIN is tried once more.
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { textOf, valueOf } from './answers.ts'
import type { AtChannel } from './at-channel.ts'
import { describeError } from './errors.ts'

/** What survives a restart. */
export interface Memory {
  recall(key: string): Promise<string | undefined>
  remember(key: string, value: string | undefined): Promise<void>
}

export type Unlocking =
  | { readonly kind: 'open' }
  | { readonly kind: 'wrong-pin'; readonly reason: string }
  | { readonly kind: 'no-sim'; readonly reason: string }

export interface UnlockOptions {
  readonly pin: string | undefined
  readonly memory: Memory
  /** What the note is called. */
  readonly key: string
  /** Between looks at a SIM that is busy. */
  readonly pause: number
}

const looks = 20
/** The second PIN is for fixed dialling and the like, not for SMS. */
const open = /^(READY|SIM P(IN|UK)2)$/

export async function unlock(channel: AtChannel, options: UnlockOptions): Promise<Unlocking> {
  const { memory, key } = options
  let tried = false
  for (let look = 0; look < looks; look++) {
    const answer = await channel.command('AT+CPIN?')
    const state = valueOf(answer, '+CPIN')
    if (state !== undefined && open.test(state)) {
      // Whoever opened it: the card counts wrong PINs anew.
      if ((await memory.recall(key)) !== undefined) await memory.remember(key, undefined)
      return { kind: 'open' }
    }
    // A modem that has no such command has no lock.
    if (answer.kind === 'error' && answer.error.family === 'plain') return { kind: 'open' }
    const lacksCard = answer.kind === 'error' && answer.error.code === 10
    if (lacksCard || state === 'NOT INSERTED')
      return { kind: 'no-sim', reason: 'there is no SIM in the modem' }
    if (state === 'SIM PIN' && !tried) {
      const refused = await tryPin(channel, options)
      if (refused !== undefined) return refused
      tried = true
    } else if (state !== undefined && state !== 'SIM PIN' && state !== 'NOT READY') {
      const asked = state.replace(/^SIM /, '')
      return { kind: 'wrong-pin', reason: `the SIM asks for its ${asked}: give it in a phone` }
    }
    if (answer.kind === 'closed') break
    await delay(options.pause)
  }
  return { kind: 'no-sim', reason: 'the SIM does not answer' }
}

/** Answers how it ended, or undefined when the card took it. */
async function tryPin(
  channel: AtChannel,
  { pin, memory, key }: UnlockOptions,
): Promise<Unlocking | undefined> {
  if (pin === undefined)
    return wrongPin(
      'the SIM asks for a PIN, and none is given (pin = in the settings, --pin by hand)',
    )
  const card = await cardOf(channel)
  // What never left was not tried, and is not noted.
  if (card === undefined) return { kind: 'no-sim', reason: 'the port was closed' }
  const note = { card, pin: digestOf(pin) }
  const noted = noteOf(await memory.recall(key))
  const isSecond = isSame(note, noted)
  if (isSecond && !noted.taken)
    return wrongPin('this PIN was refused before; it is not tried a second time')
  await memory.remember(key, `${note.card}:${note.pin}`)
  const answer = await channel.command(`AT+CPIN="${pin}"`, { timeout: 20_000 })
  if (answer.kind === 'ok') {
    if (!isSecond) await memory.remember(key, `${note.card}:${note.pin}:taken`)
    return undefined
  }
  return wrongPin(
    answer.kind === 'error' ? describeError(answer.error) : 'the modem did not answer',
  )
}

const wrongPin = (reason: string): Unlocking => ({ kind: 'wrong-pin', reason })

/**
 * The number of the card, so that another card may have the same PIN; '' where the modem does not tell,
 * undefined when the port was closed.
 */
async function cardOf(channel: AtChannel): Promise<string | undefined> {
  for (const command of ['AT+CCID', 'AT+ICCID', 'AT^ICCID?']) {
    const answer = await channel.command(command)
    if (answer.kind === 'closed') return undefined
    const digits = /\d{15,20}/.exec(textOf(answer) ?? '')?.[0]
    if (digits !== undefined) return digits
  }
  return ''
}

interface Note {
  readonly card: string
  readonly pin: string
}

function noteOf(text: string | undefined): Note & { readonly taken: boolean } {
  const [card = '', pin = '', taken] = text?.split(':') ?? []
  return { card, pin, taken: taken !== undefined }
}

/** A card whose number could not be read, then or now, may be the same one. */
function isSame(note: Note, noted: Note): boolean {
  return (
    noted.pin === note.pin && (noted.card === note.card || noted.card === '' || note.card === '')
  )
}

/** Too short to find the PIN by it. */
function digestOf(pin: string): string {
  return createHash('sha256').update(pin).digest('hex').slice(0, 4)
}
