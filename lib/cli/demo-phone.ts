// The phone of the demo: the virtual one on the page /phone, or one behind a simulated GSM modem.
import { z } from 'zod'
import type { PhonePage } from './phone-page.ts'
import { Sentence } from './sentence.ts'

export interface Sms {
  readonly to: string
  readonly from: string
  readonly text: string
  readonly parts: number
  readonly encoding: string
}

export interface DemoPhone {
  /** What haraka.ini needs for it. */
  readonly settings: string
  /** The nth SMS that it got, from 1; rejects when `signal` says so. */
  sms(nth: number, signal: AbortSignal): Promise<Sms>
  answer(to: string, text: string): Promise<void>
  close(): Promise<void>
}

export function virtualPhone(phone: string, page: PhonePage): DemoPhone {
  return {
    settings: '',
    sms: (nth, signal) =>
      page.until(({ phones }) => {
        const { messages = [] } = phones.find((one) => one.phone === phone) ?? {}
        const got = messages.filter(({ direction }) => direction === 'to-phone')[nth - 1]
        if (got === undefined) return undefined
        const { peer, text, parts, encoding } = got
        return { to: phone, from: peer, text, parts, encoding }
      }, signal),
    answer: (to, text) => page.answer({ phone, to, text }),
    close: () => Promise.resolve(),
  }
}

/** What the simulated modem of the tests gives; it is in the repository alone. */
export type OpenModemPhone = (phone: string, number: string) => Promise<DemoPhone>

const simulator = z.object({
  openModemPhone: z.custom<OpenModemPhone>((f) => f instanceof Function),
})

export async function phoneBehindModem(phone: string, number: string): Promise<DemoPhone> {
  const file = new URL('../../test/support/modem-phone.js', import.meta.url)
  let module: unknown
  try {
    module = await import(file.href)
  } catch {
    throw new Sentence(
      'The simulated modem is part of the repository, not of the package: run npm run demo -- --modem there.',
    )
  }
  return simulator.parse(module).openModemPhone(phone, number)
}
