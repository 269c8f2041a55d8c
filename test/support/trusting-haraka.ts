// A real Haraka that knows people by DKIM and SPF: its own plugins for them, our name server, clients
// from anywhere, and two organisations with keys.
import type { SmtpReply } from '../../lib/cli/smtp-client.ts'
import { DkimSigner, type SignOptions } from './dkim-signer.ts'
import { DnsAnswerer } from './dns-answerer.ts'
import { clientFrom, fromAnywhere } from './far-client.ts'
import { TestHaraka } from './test-haraka.ts'

export const anna = 'anna@example.test'
export const carl = 'carl@other.test'
export const password = 'secret'
/** Where example.test sends from, as its SPF says; a server in front of ours; anybody else. */
export const home = '203.0.113.10'
export const front = '198.51.100.25'
export const elsewhere = '198.51.100.77'

const say = (more: string): string => `
[main]
country = SE
bare_numbers = international
[domains]
sms.test =
[trust]
trust = auth, dkim, spf, key
front_servers = ${front}
front_server_id = mx.front.test
${more}
[limits]
duplicate_guard = no
[demo]
mailbox = example.test
[route virtual]
type = phone
`

/** All mail that leaves goes to one port here. */
const toSink = (port: number): string => `
exports.register = function () { this.register_hook('get_mx', 'sink_mx', -200) }
exports.sink_mx = (next) => next(OK, '127.0.0.1:${port}')
`

export interface Envelope {
  readonly from?: string
  readonly to: readonly string[]
  readonly ip?: string
  readonly user?: string
}

export class TrustingHaraka {
  readonly haraka: TestHaraka
  readonly dns: DnsAnswerer
  readonly signers = {
    example: new DkimSigner('example.test'),
    sub: new DkimSigner('mail.example.test'),
    lookalike: new DkimSigner('examp1e.test'),
    evil: new DkimSigner('evil.test'),
    trying: new DkimSigner('example.test', 'trying'),
  }
  keys = { office: '', other: '', paused: '', domain: '' }

  private constructor(haraka: TestHaraka, dns: DnsAnswerer) {
    this.haraka = haraka
    this.dns = dns
  }

  /** `sink`: the port where mail to everybody else goes. */
  static async start({ settings = '', nodes = 0, sink = 0 } = {}): Promise<TrustingHaraka> {
    const dns = await DnsAnswerer.open()
    const users = [anna, carl, 'eve@evil.test'].map((user) => `${user}=${password}`)
    const haraka = await TestHaraka.start({
      say: say(settings),
      nodes,
      files: {
        plugins: `${sink === 0 ? '' : 'sink\n'}names\nfrom_anywhere\nauth/flat_file\nspf\ndkim\nsms\n`,
        'auth_flat_file.ini': `[core]\nmethods=PLAIN\n[users]\n${users.join('\n')}\n`,
        'spf.ini': '[skip]\nauth=true\n',
        'dkim.ini': '[sign]\nenabled=false\n[verify]\nenabled=true\n',
      },
      plugins: { names: dns.plugin, from_anywhere: fromAnywhere, sink: toSink(sink) },
    })
    const trusting = new TrustingHaraka(haraka, dns)
    trusting.#publish()
    await trusting.#administer()
    return trusting
  }

  /** Hands a mail in, from an address and perhaps as a user who logged in. */
  async send(
    data: string,
    { from = anna, to, ip = elsewhere, user }: Envelope,
  ): Promise<SmtpReply> {
    // Haraka lets only near clients log in without TLS.
    const client =
      user === undefined
        ? await clientFrom(ip, this.haraka.profile.smtp)
        : await this.haraka.client()
    try {
      if (user !== undefined) await client.authPlain(user, password)
      return await client.sendMail({ from, to, data })
    } finally {
      await client.quit()
    }
  }

  signed(mail: string, options?: SignOptions): string {
    return this.signers.example.sign(mail, options)
  }

  async close(): Promise<void> {
    await this.haraka.close()
    await this.dns.close()
  }

  #publish(): void {
    for (const signer of Object.values(this.signers)) this.dns.texts.set(...signer.record)
    this.dns.texts.set('example.test', `v=spf1 ip4:${home} ip4:${front} -all`)
    this.dns.texts.set('evil.test', 'v=spf1 +all')
  }

  async #administer(): Promise<void> {
    await this.haraka.administer(async (administration) => {
      for (const group of ['Office', 'Other']) await administration.addGroup(group)
      await administration.addAccount({ address: anna, group: 'Office' })
      await administration.addNumber({ number: '+46701740699', account: anna })
      await administration.addAccount({ address: carl, group: 'Other' })
      this.keys = {
        office: await administration.addKey({ group: 'Office' }),
        other: await administration.addKey({ group: 'Other' }),
        paused: await administration.addKey({ group: 'Office' }),
        domain: await administration.addKey({ group: 'Office', domains: ['branch.test'] }),
      }
      await administration.setKeyActive(this.keys.paused.slice(0, 6), false)
    })
  }
}

let serial = 0

export interface MailParts {
  readonly from?: string
  readonly to?: string
  readonly subject?: string
  readonly text?: string
  readonly headers?: readonly string[]
  readonly without?: readonly string[]
}

/** A mail as a person's client writes it. */
export function written(parts: MailParts = {}): string {
  const {
    from = anna,
    to = '46701740611@sms.test',
    subject = '',
    text = 'Hello',
    headers = [],
  } = parts
  const all = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${process.pid}.${++serial}@client.test>`,
  ]
  const gone = (line: string): boolean =>
    (parts.without ?? []).some((name) => line.toLowerCase().startsWith(`${name}:`))
  return [...all.filter((line) => !gone(line)), ...headers, '', text, ''].join('\r\n')
}
