// Unlocks the SIM. Three wrong PINs lock a card for good, so a PIN is tried once: before the try it is
// noted, and the note goes only when the card has taken it. A crash in between counts as a wrong PIN.
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

export async function unlock(channel: AtChannel, options: UnlockOptions): Promise<Unlocking> {
  let tried = false
  for (let look = 0; look < looks; look++) {
    const answer = await channel.command('AT+CPIN?')
    const state = valueOf(answer, '+CPIN')
    if (state === 'READY') {
      if (tried) await options.memory.remember(options.key, undefined)
      return { kind: 'open' }
    }
    // A modem that has no such command has no lock.
    if (answer.kind === 'error' && answer.error.family === 'plain') return { kind: 'open' }
    if (answer.kind === 'error' && answer.error.code === 10)
      return { kind: 'no-sim', reason: 'there is no SIM in the modem' }
    if (state === 'SIM PIN' && !tried) {
      const refused = await tryPin(channel, options)
      if (refused !== undefined) return { kind: 'wrong-pin', reason: refused }
      tried = true
    } else if (state !== undefined && state !== 'SIM PIN') {
      return { kind: 'wrong-pin', reason: `the SIM asks for its ${state.replace(/^SIM /, '')}` }
    }
    if (answer.kind === 'closed') break
    await delay(options.pause)
  }
  return { kind: 'no-sim', reason: 'the SIM does not answer' }
}

/** Answers why not, or undefined when the card took it. */
async function tryPin(
  channel: AtChannel,
  { pin, memory, key }: UnlockOptions,
): Promise<string | undefined> {
  if (pin === undefined) return 'the SIM asks for a PIN, and none is configured'
  const note = { card: await cardOf(channel), pin: digestOf(pin) }
  if (isSame(note, await memory.recall(key)))
    return 'this PIN was refused before; it is not tried a second time'
  await memory.remember(key, `${note.card}:${note.pin}`)
  const answer = await channel.command(`AT+CPIN="${pin}"`, { timeout: 20_000 })
  if (answer.kind === 'ok') return undefined
  return answer.kind === 'error' ? describeError(answer.error) : 'the modem did not answer'
}

/** The number of the card, so that another card may have the same PIN. Not every modem tells. */
async function cardOf(channel: AtChannel): Promise<string> {
  for (const command of ['AT+CCID', 'AT+ICCID', 'AT^ICCID?']) {
    const digits = /\d{15,20}/.exec(textOf(await channel.command(command)) ?? '')?.[0]
    if (digits !== undefined) return digits
  }
  return ''
}

interface Note {
  readonly card: string
  readonly pin: string
}

/** A card whose number could not be read, then or now, may be the same one. */
function isSame(note: Note, noted: string | undefined): boolean {
  const [card = '', pin = ''] = noted?.split(':') ?? []
  return pin === note.pin && (card === note.card || card === '' || note.card === '')
}

/** Too short to find the PIN by it. */
function digestOf(pin: string): string {
  return createHash('sha256').update(pin).digest('hex').slice(0, 4)
}
