// By what a modem is known that has restarted while its port stayed open: it is as it left the factory,
// and has forgotten all that it was told at its start.
import { valueOf } from './answers.ts'
import type { AtChannel } from './at-channel.ts'

export const restarted = 'the modem has restarted'

/**
 * `begins`: whatever it had in hand is lost. `ready`: it says so some time after its beginning; one whose
 * SIM took its time may have a part in hand by then.
 */
export function restartSign(line: string): 'begins' | 'ready' | undefined {
  if (/^(RDY|\^SYSSTART)\b/i.test(line)) return 'begins'
  return /^(\+CFUN: 1|\+PBREADY|(Call|SMS|PB) (Ready|DONE))$/i.test(line) ? 'ready' : undefined
}

/** It takes a PDU for a text there, and its length for a phone number. */
export async function isInTextMode(channel: Pick<AtChannel, 'command'>): Promise<boolean> {
  return valueOf(await channel.command('AT+CMGF?'), '+CMGF') === '1'
}
