// Forty kinds of mails that must become no SMS and make us write to nobody: forged, replayed, broken,
// or written by machines. Each makes as many different mails of its kind as are asked for.
import { createHash } from 'node:crypto'
import {
  anna,
  carl,
  elsewhere,
  front,
  home,
  written,
  type Envelope,
  type TrustingHaraka,
} from '../support/trusting-haraka.ts'

export interface ForgedMail {
  readonly data: string
  readonly envelope: Envelope
}

export type Kind = (server: TrustingHaraka, n: number) => ForgedMail

const phoneOf = (n: number): string => `467017${40_000 + n}@sms.test`
const wrongKey = (n: number): string =>
  `abcdefghijkmnpqrstuvwx${'ab'.repeat(2)}`.slice(0, 22) +
  String.fromCharCode(97 + (n % 26), 98, 99, 100)
const weekAgo = (): number => Math.floor(Date.now() / 1000) - 7 * 86_400

const plain = (
  n: number,
  more: Parameters<typeof written>[0] = {},
  envelope: Partial<Envelope> = {},
): ForgedMail => ({
  data: written({ to: phoneOf(n), text: `Forged ${n}`, ...more }),
  envelope: { to: [phoneOf(n)], ...envelope },
})

/** Signed by example.test for one phone, handed in for another. */
const replayed = (server: TrustingHaraka, n: number, top = '', options = {}): ForgedMail => ({
  data: `${top}${server.signed(written({ to: phoneOf(n), text: `Signed ${n}` }), options)}`,
  envelope: { to: [phoneOf(n + 500)] },
})

const signedBy = (
  server: TrustingHaraka,
  name: keyof TrustingHaraka['signers'],
  n: number,
  more: Parameters<typeof written>[0] = {},
): ForgedMail => ({
  data: server.signers[name].sign(written({ to: phoneOf(n), text: `Signed ${n}`, ...more })),
  envelope: { to: [phoneOf(n)] },
})

const claimed = (n: number, header: string, ip: string): ForgedMail => ({
  data: `${header}\r\n${written({ to: phoneOf(n), text: `Claimed ${n}` })}`,
  envelope: { to: [phoneOf(n)], ip },
})

/** From many clients: one that tries many keys is slowed down and hears nothing else. */
const keyed = (
  key: string,
  n: number,
  more: Parameters<typeof written>[0] = {},
  from = anna,
): ForgedMail => ({
  data: written({ from, text: `Keyed ${n}`, ...more }),
  envelope: { from, to: [`${key}.467017${40_000 + n}@sms.test`], ip: clientOf(key + from, n) },
})

const clientOf = (kind: string, n: number): string =>
  `192.0.${createHash('sha256').update(kind.slice(0, 30)).digest()[0] ?? 0}.${n}`

/** Of the real person, who is proved, and yet no mail that a person wrote. */
const automatic = (
  n: number,
  headers: readonly string[],
  more: Parameters<typeof written>[0] = {},
  envelope: Partial<Envelope> = {},
): ForgedMail => plain(n, { headers, ...more }, { ip: home, ...envelope })

export const kinds: Readonly<Record<string, Kind>> = {
  'From alone': (_, n) => plain(n),
  'From with a name that shows another address': (_, n) =>
    plain(n, { from: `"${anna}" <eve@evil.test>` }, { from: 'eve@evil.test' }),
  'From of an alias that is none': (_, n) =>
    plain(n, { from: `anna.${n}@example.test` }, { from: `anna.${n}@example.test` }),
  'an envelope sender of somebody else': (_, n) => plain(n, {}, { from: 'eve@evil.test' }),
  'somebody else who logged in': (_, n) => plain(n, {}, { user: carl }),
  'two From addresses': (_, n) => plain(n, { from: `${anna}, ${carl}` }, { ip: home }),
  'two From fields': (_, n) => plain(n, { headers: [`From: ${carl}`] }, { ip: home }),
  'no From': (_, n) => plain(n, { without: ['from'] }, { ip: home }),
  'a domain that looks alike': (_, n) =>
    plain(n, { from: 'anna@examp1e.test' }, { from: 'anna@examp1e.test' }),
  'a domain that looks alike and signs': (server, n) => ({
    ...signedBy(server, 'lookalike', n, { from: 'anna@examp1e.test' }),
    envelope: { from: 'anna@examp1e.test', to: [phoneOf(n)] },
  }),
  'the signature of another domain': (server, n) => signedBy(server, 'evil', n),
  'the signature of a domain below': (server, n) => signedBy(server, 'sub', n),
  'a signature with the key of another domain': (server, n) => ({
    data: server.signers.evil.sign(written({ to: phoneOf(n) }), { domain: 'example.test' }),
    envelope: { to: [phoneOf(n)] },
  }),
  'a signature whose text was changed': (server, n) => ({
    data: server
      .signed(written({ to: phoneOf(n), text: 'Hello' }))
      .replace('\r\nHello', `\r\nHello ${n}`),
    envelope: { to: [phoneOf(n)] },
  }),
  'a signature whose To was changed': (server, n) => ({
    data: server.signed(written({ to: phoneOf(n + 500) })).replace(phoneOf(n + 500), phoneOf(n)),
    envelope: { to: [phoneOf(n)] },
  }),
  'a signed mail sent again to another phone': (server, n) => replayed(server, n),
  'a signed mail with another To on top': (server, n) =>
    replayed(server, n, `To: ${phoneOf(n + 500)}\r\n`),
  'a signed mail with another To at the bottom': (server, n) => {
    const { data, envelope } = replayed(server, n)
    return { data: data.replace('\r\n\r\n', `\r\nTo: ${phoneOf(n + 500)}\r\n\r\n`), envelope }
  },
  'a signed mail below a line that is no field': (server, n) =>
    replayed(
      server,
      n,
      `From: ${anna}\r\nTo: ${phoneOf(n + 500)}\r\nMessage-ID: <${n}@new>\r\nnothing\r\n`,
    ),
  'a signed mail with a phone in a Subject on top': (server, n) => ({
    data: `Subject: +467017${40_000 + n}\r\n${server.signed(written({ to: 'sms@sms.test', subject: 'Lunch' }))}`,
    envelope: { to: ['sms@sms.test'] },
  }),
  'a signed mail with a text in a Subject on top': (server, n) => ({
    data: `Subject: Pay ${n} to Eve\r\n${server.signed(written({ to: phoneOf(n), subject: 'Lunch' }))}`,
    envelope: { to: [phoneOf(n)] },
  }),
  'a signed mail of last week': (server, n) => ({
    data: server.signed(written({ to: phoneOf(n) }), { time: weekAgo() }),
    envelope: { to: [phoneOf(n)] },
  }),
  'a signature of From alone': (server, n) => ({
    data: server.signed(written({ to: phoneOf(n) }), { signs: ['from'] }),
    envelope: { to: [phoneOf(n)] },
  }),
  'Authentication-Results by the sender': (_, n) =>
    claimed(n, `Authentication-Results: mx.front.test; spf=pass smtp.mailfrom=${anna}`, elsewhere),
  'Authentication-Results of another server': (_, n) =>
    claimed(n, `Authentication-Results: mx${n}.evil.test; dkim=pass header.d=example.test`, front),
  'Authentication-Results below the topmost': (_, n) =>
    claimed(
      n,
      `Authentication-Results: mx.front.test; spf=none\r\nAuthentication-Results: mx.front.test; spf=pass smtp.mailfrom=${anna}`,
      front,
    ),
  'Original-Authentication-Results': (_, n) =>
    claimed(
      n,
      `Original-Authentication-Results: mx.front.test; spf=pass smtp.mailfrom=${anna}`,
      front,
    ),
  'SPF of the server in front': (_, n) => plain(n, {}, { ip: front }),
  'SPF of a domain that lets everybody pass': (_, n) => plain(n, {}, { from: `eve${n}@evil.test` }),
  'a key that nobody made': (_, n) => keyed(wrongKey(n), n),
  'a paused key': (server, n) => keyed(server.keys.paused, n),
  'the key of another group': (server, n) => keyed(server.keys.other, n),
  'a right key and a stranger': (server, n) =>
    keyed(server.keys.office, n, { from: `eve${n}@evil.test` }, `eve${n}@evil.test`),
  'a wrong key in the Subject': (_, n) => ({
    data: written({ to: 'sms@sms.test', subject: `${wrongKey(n)}:467017${40_000 + n}` }),
    envelope: { to: ['sms@sms.test'], ip: clientOf('subject', n) },
  }),
  'a TAG that was guessed': (_, n) =>
    plain(
      n,
      {},
      {
        to: [
          `467017${40_000 + n}-${'abcdefghijklmnop'.slice(n % 16)}${'q'.repeat(n % 16)}@sms.test`,
        ],
        ip: home,
      },
    ),
  'a bounce': (_, n) =>
    automatic(
      n,
      ['Auto-Submitted: auto-replied'],
      { from: 'MAILER-DAEMON@example.test' },
      { from: '' },
    ),
  'a vacation answer': (_, n) => automatic(n, ['Auto-Submitted: auto-replied (vacation)']),
  'a mailing list': (_, n) => automatic(n, ['Precedence: bulk', 'List-Id: <all.example.test>']),
  'a mail of ours that comes back round': (_, n) => automatic(n, [`X-SMS-Id: ${n}`]),
  'an out-of-office answer without a header': (_, n) =>
    automatic(n, [], { subject: `Automatic reply: Lunch ${n}` }),
  'a mail with nothing to send': (_, n) => plain(n, { text: '' }, { ip: home }),
  'an answer with nothing but the quotation': (_, n) =>
    plain(
      n,
      { subject: 'Re: Lunch', text: `> Forged ${n}\n> again`, headers: ['In-Reply-To: <a@b>'] },
      { ip: home },
    ),
  'bytes that are no mail': (_, n) => ({
    data: `${String.fromCharCode(...Array.from({ length: 200 }, (_unused, at) => 128 + ((at * 7 + n) % 120)))}\r\n`,
    envelope: { to: [phoneOf(n)], ip: home },
  }),
}
