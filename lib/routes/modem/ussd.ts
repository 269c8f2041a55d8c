// USSD codes such as *100#, which many operators answer with the balance of a SIM (3GPP TS 27.007 7.15).
import { fromSeptets, toSeptets } from '../../sms/alphabet.ts'
import { packSeptets, unpackSeptets } from '../../sms/septets.ts'
import { fromHex, toHex } from '../../sms/tpdu/hex.ts'
import { describeAnswer, valueOf } from './answers.ts'
import type { AtChannel } from './at-channel.ts'

export type UssdAnswer =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string }

/** `heard` is fulfilled with the next line of that name that the modem says by itself. */
export async function askUssd(
  channel: AtChannel,
  code: string,
  heard: (name: string) => Promise<string | undefined>,
): Promise<UssdAnswer> {
  const coming = heard('+CUSD')
  let answer = await channel.command(`AT+CUSD=1,"${code}",15`, { timeout: 30_000 })
  // Some sticks want the septets as they go over the air, and answer so.
  const isPacked = answer.kind === 'error'
  if (isPacked)
    answer = await channel.command(`AT+CUSD=1,"${packed(code)}",15`, { timeout: 30_000 })
  if (answer.kind !== 'ok') return { ok: false, reason: describeAnswer(answer) }
  const value = valueOf(answer, '+CUSD') ?? (await coming)
  if (value === undefined) return { ok: false, reason: 'the network did not answer' }
  return readUssd(value, isPacked)
}

function packed(code: string): string {
  const septets = toSeptets(code)
  return septets === undefined ? code : toHex(packSeptets(septets))
}

/** `0,"TEXT",15`; the text may have lines and quotes. */
export function readUssd(value: string, isPacked = false): UssdAnswer {
  const [, text = '', coding = '15'] =
    /^\d*\s*,\s*"(.*)"(?:\s*,\s*(\d*))?$/s.exec(value) ??
    /^\d*\s*,([^,]*)(?:,\s*(\d*))?$/.exec(value) ??
    []
  if (text === '') return { ok: false, reason: 'the network answered nothing' }
  return { ok: true, text: decoded(text, Number(coding), isPacked) }
}

// TS 23.038 5: bits 0100 10xx and 0001 0001 say UCS-2.
function decoded(text: string, coding: number, isPacked: boolean): string {
  const isUcs2 = (coding & 0xfc) === 0x48 || coding === 0x11
  if ((!isUcs2 && !isPacked) || !/^([0-9A-F]{2})+$/i.test(text)) return text
  const octets = fromHex(text)
  if (!isUcs2) return fromSeptets(unpackSeptets(octets, Math.floor((octets.length * 8) / 7)))
  // An octet too many is half a letter.
  return Buffer.from(octets.subarray(0, octets.length & ~1))
    .swap16()
    .toString('utf16le')
}
