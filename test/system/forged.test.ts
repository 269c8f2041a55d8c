// A thousand mails of forty kinds and more, none of which may become an SMS or make us write to anybody.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Store } from '../../lib/store/store.ts'
import { TrustingHaraka } from '../support/trusting-haraka.ts'
import { kinds } from './forged-kinds.ts'

/** Why each is refused, where it is not for want of a proof. */
const reasons: Readonly<Record<string, string>> = {
  'two From addresses': 'sender_several',
  'two From fields': 'sender_several',
  'no From': 'sender_several',
  'bytes that are no mail': 'sender_several',
  'a key that nobody made': 'key_unknown',
  'a paused key': 'key_unknown',
  'a wrong key in the Subject': 'key_unknown',
  'the key of another group': 'sender_unknown',
  'a right key and a stranger': 'sender_unknown',
  'a TAG that was guessed': 'address_not_understood',
  'a vacation answer': 'automatic_mail',
  'a mailing list': 'automatic_mail',
  'a mail of ours that comes back round': 'automatic_mail',
  'an out-of-office answer without a header': 'automatic_mail',
  'a mail with nothing to send': 'text_empty',
  'an answer with nothing but the quotation': 'text_only_quotation',
}

const ofEach = Math.ceil(1000 / Object.keys(kinds).length)
const atOnce = 16

let server: TrustingHaraka
before(async () => {
  server = await TrustingHaraka.start()
})
after(() => server.close())

test('forged and broken mails become no SMS, no account and no mail of ours', async () => {
  assert.ok(Object.keys(kinds).length >= 40)
  const attempts = Object.entries(kinds).flatMap(([kind, make]) =>
    Array.from({ length: ofEach }, (_, n) => ({ kind, ...make(server, n) })),
  )
  assert.ok(attempts.length >= 1000)
  const answers = new Map<string, Set<string>>()
  async function work(): Promise<void> {
    for (let one = attempts.pop(); one !== undefined; one = attempts.pop()) {
      const { code, lines } = await server.send(one.data, one.envelope)
      const seen = answers.get(one.kind) ?? new Set()
      answers.set(one.kind, seen.add(`${code} ${lines[0] ?? ''}`))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const store = new Store(
    server.haraka.profile.settings.main.database,
    server.haraka.directory,
    () => undefined,
  )
  try {
    for (const table of ['messages', 'outbox', 'mails', 'conversations'])
      assert.deepEqual(await store.db(table).select(), [], table)
    assert.equal((await store.db('accounts').select()).length, 2)
  } finally {
    await store.close()
  }
  for (const [kind, said] of answers) {
    // What is taken is taken to be dropped: a bounce that were refused might come again.
    const expected =
      kind === 'a bounce'
        ? /^250 /
        : new RegExp(`^5.*\\(${reasons[kind] ?? 'sender_not_trusted'}\\)$`)
    for (const one of said) assert.match(one, expected, kind)
  }
  assert.ok(server.haraka.running)
})
