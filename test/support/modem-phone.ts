// A phone that is reached by a simulated modem on a TCP port, for `npm run demo -- --modem`.
import { setTimeout as delay } from 'node:timers/promises'
import type { DemoPhone } from '../../lib/cli/demo-phone.ts'
import { joinPieces } from '../../lib/sms/reassembly.ts'
import { dataCodingOf } from '../../lib/sms/tpdu/data-coding.ts'
import { tcpPort } from './modem-ports.ts'
import { SimulatedModem } from './simulated-modem.ts'
import type { Taken } from './simulated/taken.ts'

export async function openModemPhone(phone: string, number: string): Promise<DemoPhone> {
  const modem = new SimulatedModem({ latency: 20, reportAfter: 20 })
  const port = await tcpPort(modem)
  return {
    settings: [
      // The virtual phone stays for its page; the modem has all phones.
      '[route virtual]',
      'prefixes = 999',
      '[route modem]',
      'type = modem',
      `port = ${port.port}`,
      `number = ${number}`,
    ].join('\n'),
    async sms(nth, signal) {
      for (;;) {
        const message = messagesOf(modem.taken)[nth - 1]
        if (message !== undefined) return { to: phone, from: number, ...message }
        await delay(10, undefined, { signal })
      }
    },
    answer(_to, text) {
      modem.phoneSends(phone, text)
      return Promise.resolve()
    },
    async close() {
      modem.close()
      await port.close()
    },
  }
}

interface Message {
  readonly text: string
  readonly parts: number
  readonly encoding: string
}

/** Those whose parts are all there. */
function messagesOf(taken: readonly Taken[]): Message[] {
  const messages: Message[] = []
  let pieces: { seq: number; text: string }[] = []
  for (const { text, concatenation, submit } of taken) {
    const { total, seq } = concatenation ?? { total: 1, seq: 1 }
    pieces.push({ seq, text })
    if (pieces.length < total) continue
    const { alphabet: encoding } = dataCodingOf(submit.dcs)
    messages.push({ text: joinPieces(total, pieces).text, parts: total, encoding })
    pieces = []
  }
  return messages
}
