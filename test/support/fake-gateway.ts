// A gateway in memory: a mail that is handed in becomes an SMS at once, the answer of a phone a mail
// in the mailbox. Flags make it fail where a test wants that.
import type { Conversations } from '../../lib/gateway/conversations/index.ts'
import type { OwnAccount } from '../../lib/gateway/people/own-account.ts'
import type { Phrases } from '../../lib/gateway/people/phrases.ts'
import type { Wishes } from '../../lib/gateway/people/wishes.ts'
import type { People } from '../../lib/gateway/people/person.ts'
import type {
  Gateway,
  LocalMailbox,
  Log,
  MailboxMail,
  PageServices,
  PhoneMessage,
  ProviderCall,
  ProviderCallAnswer,
  VirtualPhone,
  VirtualPhones,
} from '../../lib/gateway/gateway.ts'
import type { HandedInMail } from '../../lib/web/phone/phone-routes.ts'

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

export const smsDomain = 'sms.test'
export const ourNumber = '+4560991000'

type Fact = Pick<PhoneMessage, 'direction' | 'peer' | 'text'>

export const optOutToken = 'abcdefghjk23'

/** Nobody ever signs in to the pages of the phones. */
const nobody = {
  canMail: false,
  session: () => Promise.resolve({ kind: 'nobody' as const }),
} as unknown as People

const nothing = {} as Conversations
const noAccount = {} as OwnAccount
const noWishes = {} as Wishes
const noPhrases = {} as Phrases

export class FakeGateway implements Gateway, PageServices {
  readonly people = nobody
  readonly conversations = nothing
  readonly wishes = noWishes
  readonly ownAccount = noAccount
  readonly health = {
    read: () => Promise.reject(new Error('the fake gateway has no database')),
    alarms: () => Promise.resolve([]),
  }
  readonly phrases = noPhrases
  readonly administer = () => {
    throw new Error('nobody administers the fake gateway')
  }
  readonly count = () => Promise.resolve()
  /** Whether phones can answer the SMS that a link was in. */
  isAnswerable = true
  /** Phones that have clicked on their link. */
  readonly stopped: string[] = []
  readonly confirmationLinks: Gateway['confirmationLinks'] = {
    find: () => Promise.resolve(undefined),
    confirm: () => Promise.resolve({ kind: 'unknown' }),
  }
  readonly optOutLinks: Gateway['optOutLinks'] = {
    find: (token) =>
      Promise.resolve(
        token === optOutToken
          ? {
              organisation: 'Kommunen',
              phone: '+4520643064',
              language: 'da' as const,
              isAnswerable: this.isAnswerable,
            }
          : undefined,
      ),
    stop: (token) => {
      this.stopped.push(token)
      return Promise.resolve(true)
    },
  }
  ready = true
  /** Every call to the phones fails with it. */
  phonesFail: Error | undefined
  /** The server refuses mails with it. */
  smtpSays: string | undefined
  /** Each mail that was handed in. */
  readonly handedIn: HandedInMail[] = []
  /** How many listen for changes. */
  get listeners(): number {
    return this.#listeners.size
  }
  phones: VirtualPhones | undefined = {
    list: (limit) => this.#guard(() => this.#latestPhones().slice(0, limit)),
    answer: (message) => this.#guard(() => this.phoneWrites(message)),
  }
  mailbox: LocalMailbox | undefined = {
    domain: 'example.test',
    list: (limit) => Promise.resolve([...this.#mails].reverse().slice(0, limit)),
    add: (recipient, raw) => {
      this.#store(recipient, raw)
      return Promise.resolve()
    },
  }

  readonly #messages = new Map<string, PhoneMessage[]>()
  readonly #mails: MailboxMail[] = []
  readonly #threads = new Map<string, string[]>()
  readonly #listeners = new Set<() => void>()
  #ids = 0
  #now: number

  constructor(now = Date.UTC(2026, 10, 21, 20, 4)) {
    this.#now = now
  }

  owns({ user, host }: { user: string; host: string }): boolean {
    return host === smsDomain && user !== 'postmaster'
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Lets time go by. */
  wait(milliseconds: number): void {
    this.#now += milliseconds
  }

  /** What a page's sendMail is in the tests. */
  readonly sendMail = (mail: HandedInMail): Promise<void> => {
    if (this.smtpSays !== undefined)
      return Promise.reject(Object.assign(new Error('refused'), { response: this.smtpSays }))
    this.handedIn.push(mail)
    const own = mail.text.split(/\n\nOn .* wrote:\n/)[0]?.trim() ?? ''
    for (const address of mail.to.split(', ')) {
      const phone = `+${/^\d+/.exec(address)?.[0] ?? ''}`
      this.#threads.set(phone, [...(mail.references ?? []), `<sent-${++this.#ids}@example.test>`])
      this.phoneGets(
        phone,
        mail.inReplyTo === undefined && mail.subject ? `${mail.subject}\n${own}` : own,
      )
    }
    return Promise.resolve()
  }

  phoneGets(phone: string, text: string, peer = ourNumber): void {
    this.#note(phone, { direction: 'to-phone', peer, text })
  }

  phoneWrites({ phone, to, text }: { phone: string; to: string; text: string }): void {
    this.#note(phone, { direction: 'from-phone', peer: to, text })
    const references = this.#threads.get(phone) ?? []
    const id = `<sms-${++this.#ids}@sms.test>`
    const digits = phone.slice(1)
    this.#threads.set(phone, [...references, id])
    this.mailArrives([
      `From: "+${digits.slice(0, 2)} ${digits.slice(2)}" <${digits}-k3jx7q2mfzr6wp4a@sms.test>`,
      'To: demo@example.test',
      `Subject: [SMS] Message from +${digits.slice(0, 2)} ${digits.slice(2)}`,
      `Message-ID: ${id}`,
      ...references.slice(-1).map((last) => `In-Reply-To: ${last}`),
      ...(references.length === 0 ? [] : [`References: ${references.join(' ')}`]),
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
    ])
  }

  mailArrives(lines: readonly string[]): void {
    this.#store('demo@example.test', Buffer.from(lines.join('\r\n')))
  }

  #store(recipient: string, raw: Buffer): void {
    this.#mails.push({ id: ++this.#ids, at: this.#now, recipient, raw })
    this.#changed()
  }

  #note(phone: string, fact: Fact): void {
    const unicode = /[^\n\r -~æøåÆØÅäöüÄÖÜéèàñ£€]/.test(fact.text)
    this.wait(1000)
    const perPart = unicode ? 70 : 160
    const message: PhoneMessage = {
      ...fact,
      id: ++this.#ids,
      at: this.#now,
      parts: Math.max(1, Math.ceil(fact.text.length / perPart)),
      encoding: unicode ? 'ucs2' : 'gsm7',
    }
    const earlier = this.#messages.get(phone) ?? []
    this.#messages.delete(phone)
    this.#messages.set(phone, [...earlier, message])
    this.#changed()
  }

  #latestPhones(): VirtualPhone[] {
    return [...this.#messages].map(([phone, messages]) => ({ phone, messages })).reverse()
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }

  #guard<T>(work: () => T): Promise<T> {
    return this.phonesFail === undefined ? Promise.resolve(work()) : Promise.reject(this.phonesFail)
  }

  /** The calls of providers. */
  readonly calls: (Omit<ProviderCall, 'body'> & { readonly body: Buffer })[] = []
  /** No caller is listened to. */
  isDeaf = false

  async takeProviderCall({ body, ...call }: ProviderCall): Promise<ProviderCallAnswer> {
    const answer = (status: number, said: string): ProviderCallAnswer => ({
      ...{ status, type: 'text/plain', body: said },
    })
    if (this.isDeaf) return answer(404, 'Refused.')
    const sent = await body()
    if (sent.kind === 'refused') return answer(sent.status, 'Refused.')
    this.calls.push({ ...call, body: sent.body })
    return answer(200, 'taken')
  }

  checkRecipient(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  acceptMail(): never {
    throw new Error('no mail is taken by this fake')
  }

  release(): Promise<void> {
    return Promise.resolve()
  }

  drop(): Promise<void> {
    return Promise.resolve()
  }

  mailBounced(): Promise<void> {
    return Promise.resolve()
  }

  start(): void {
    // It has nothing to start.
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
