// Makes docs/messages.png, the picture of the messages page, from a gateway of its own that it fills with a
// short afternoon. By hand:
//
//   node dist/test/web/messages-screenshot.js [docs/messages.png]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plainEntry, RouteTable } from '../../lib/gateway/route-table.ts'
import { PhoneRoute } from '../../lib/routes/phone/phone-route.ts'
import { launchChromium } from '../support/chromium.ts'
import { signInPage } from '../support/people-page.ts'
import { signInAs, startPeopleServer } from '../support/people-server.ts'

const [file = 'docs/messages.png'] = process.argv.slice(2)
const anna = 'anna@hotel.example'
const number = '+4560991000'

const people = [
  'Name;Mobile;Groups;Room',
  'Ole Hansen;+4520643064;Guests;204',
  'Lis Berg;+46701740605;Guests;118',
  'Kitchen;+4520643065;Staff;',
  'Peter Holm;+4530112233;Staff;',
  'Claire Martin;+33612345678;Guests;311',
].join('\n')

type Line = readonly [minutes: number, phone: string, from: 'us' | 'them', text: string]

const ole = '+4520643064'
const afternoon: readonly Line[] = [
  [0, '+33612345678', 'us', 'Bonjour Claire, your room 311 is ready from 14:00.'],
  [4, '+33612345678', 'them', 'Merci! We land at 15:20.'],
  [31, '+4530112233', 'us', 'Can you take the late shift on Friday?'],
  [47, '+4530112233', 'them', 'Yes, from 17:00.'],
  [58, '+4520643065', 'us', 'Two vegetarian menus more for tonight, table 6.'],
  [63, '+4520643065', 'them', 'Noted.'],
  [81, '+46701740605', 'us', 'Your taxi to the airport is ordered for 05:40.'],
  [
    96,
    ole,
    'us',
    'Hi Ole, welcome to the Harbour Hotel. Your room 204 is ready, the key waits at the desk.',
  ],
  [101, ole, 'them', 'Thanks! Is there parking close by? We come with a van.'],
  [
    103,
    ole,
    'us',
    'Yes, behind the house, 2.4 m high at most. If yours is higher, park at the quay, it is free after 18:00. Anna will open the gate for you when you ring the bell to the left of it.',
  ],
  [109, ole, 'them', 'Perfect, it is 2.2 m. See you at seven.'],
  [112, '+46701740605', 'them', 'Great, thank you'],
]

const directory = mkdtempSync(join(tmpdir(), 'messages-picture-'))
const start = new Date().setHours(14, 12, 0, 0)
let now = start
const clock = (): number => now
const entry = plainEntry(new PhoneRoute({ name: 'virtual', window: 16, clock }))
const rules = { ...entry.rules, prices: new Map([['45', 38_000]]), currency: 'EUR' }
const server = await startPeopleServer({
  database: `sqlite:${join(directory, 'sms.sqlite')}`,
  table: new RouteTable([{ ...entry, rules }]),
  clock,
})
const desk = server.test.gateway.administer('picture')
await desk.addAccount({ address: anna, name: 'Anna Berg', language: 'en' })
await desk.addNumber({ number, account: anna })
await desk.importContacts(anna, { content: Buffer.from(people) }, false)
const writer = await signInAs(server, anna)
await writer.post('/phrases', { name: 'Room ready', text: 'Your room is ready.', do: 'save' })
for (const [minutes, phone, from, text] of afternoon) {
  now = start + minutes * 60_000
  if (from === 'them') await server.test.gateway.phones?.answer({ phone, to: number, text })
  else await writer.post('/messages', { to: phone, text, once: String(minutes) })
}
now += 120_000
for (const phone of ['+33612345678', '+4530112233', '+4520643065'])
  await writer.get(`/messages?with=${encodeURIComponent(phone)}`)

const browser = await launchChromium()
const page = await browser.newPage({
  locale: 'en-GB',
  colorScheme: 'light',
  viewport: { width: 1280, height: 772 },
  deviceScaleFactor: 1.25,
})
await signInPage(page, server, anna)
await page.goto(`${server.url}/messages?with=${encodeURIComponent(ole)}`)
await page.locator('.said.out', { hasText: 'delivered' }).last().waitFor()
await page.locator('textarea').fill('See you! I have put you down for dinner at 20:00.')
await page.locator('.count', { hasText: 'GSM-7' }).waitFor()
await page.getByText('Live', { exact: true }).waitFor()
await page.screenshot({ path: file })
await browser.close()
await server[Symbol.asyncDispose]()
rmSync(directory, { recursive: true })
