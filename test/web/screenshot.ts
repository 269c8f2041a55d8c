// Makes docs/phone.png, the picture in the README, from a server that runs: it plays a short
// conversation there and photographs the page. By hand:
//
//   npm start                            (in another terminal)
//   node dist/test/web/screenshot.js [http://127.0.0.1:8025 [docs/phone.png]]
import { setTimeout as pause } from 'node:timers/promises'
import { launchChromium } from '../support/chromium.ts'

interface Phone {
  readonly phone: string
  readonly messages: readonly { direction: string; peer: string; text: string }[]
}

interface Mail {
  readonly id: number
  readonly from: { readonly address: string }
  readonly replyTo: string
  readonly subject: string
  readonly text: string
}

interface State {
  readonly phones: readonly Phone[]
  readonly mails: readonly Mail[]
}

const [url = 'http://127.0.0.1:8025', file = 'docs/phone.png'] = process.argv.slice(2)

async function post(path: string, body: object): Promise<void> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
}

async function eventually<T>(what: string, look: (state: State) => T | undefined): Promise<T> {
  const start = Date.now()
  while (Date.now() - start < 20_000) {
    const state = (await (await fetch(`${url}/phone.json`)).json()) as State
    const found = look(state)
    if (found !== undefined) return found
    await pause(100)
  }
  throw new Error(`${what} did not come`)
}

/** A new mail, or an answer to `reply`; fulfilled with the number that it came from as an SMS. */
async function mailTo(number: string, text: string, reply?: Mail): Promise<string> {
  const mail =
    reply === undefined
      ? { to: `${number}@sms.test`, subject: '', text }
      : { to: reply.replyTo, subject: `Re: ${reply.subject}`, text, reply: reply.id }
  await post('/phone/mail', mail)
  return eventually(`"${text}" on the phone`, ({ phones }) => {
    const messages = phones.find(({ phone }) => phone === `+${number}`)?.messages ?? []
    const newest = messages.at(-1)
    return newest?.direction === 'to-phone' && newest.text.includes(text) ? newest.peer : undefined
  })
}

async function answerFrom(number: string, to: string, text: string): Promise<Mail> {
  await post('/phone/answer', { phone: `+${number}`, to, text })
  return eventually(`"${text}" in the mailbox`, ({ mails }) =>
    mails.find((mail) => mail.from.address.startsWith(number) && mail.text.includes(text)),
  )
}

const stage = '46701740605'
const anna = '4520643064'
const stageNumber = await mailTo(stage, 'Doors open at 17:30. Please bring the long HDMI cable.')
await answerFrom(stage, stageNumber, 'Will do, and the adapter.')
const annaNumber = await mailTo(anna, 'Hi Anna, are you still in for Friday at 18:00?')
const first = await answerFrom(anna, annaNumber, 'Yes! Should I bring anything?')
await mailTo(anna, 'Just yourself, and the projector if it fits on your bike 🚲', first)
const second = await answerFrom(anna, annaNumber, 'It does. See you on Friday 👍')

const browser = await launchChromium()
const page = await browser.newPage({
  viewport: { width: 1280, height: 772 },
  deviceScaleFactor: 1.5,
  timezoneId: 'Europe/Copenhagen',
})
await page.goto(`${url}/phone?mail=${second.id}`)
await page.getByText('Live', { exact: true }).waitFor()
await page.screenshot({ path: file })
await browser.close()
