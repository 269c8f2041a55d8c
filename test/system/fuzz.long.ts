// Anything that can be written on an SMTP connection: the server is never down, no exception of ours is
// met, and as many SMS are stored as were promised with 250.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { once } from 'node:events'
import { SmtpClient } from '../../lib/cli/smtp-client.ts'
import { Store } from '../../lib/store/store.ts'
import { forEachDatabase } from '../support/databases.ts'
import {
  type Fuzz,
  fuzzedDialogue,
  fuzzedMail,
  fuzzedRecipient,
  fuzzFrom,
} from '../support/fuzzed-mails.ts'
import { TestHaraka } from '../support/test-haraka.ts'

const me = 'fuzz@example.test'
const connections = 6
const mailsEach = 800
const dialoguesEach = 800

forEachDatabase((name, openDatabaseUrl) => {
  test(`${name}: fuzzed mails and dialogues`, async (t) => {
    const seed = Date.now() % 1_000_000
    t.diagnostic(`seed ${seed}`)
    const database = await openDatabaseUrl()
    const haraka = await TestHaraka.start({
      say: `[main]\ndatabase = ${database}\n[domains]\nsms.test =\n[route virtual]\ntype = phone\n`,
    })
    await haraka.administer((administration) =>
      administration.addAccount({ address: me, networks: ['127.0.0.0/8'] }),
    )
    const store = new Store(database, haraka.directory, () => undefined)
    t.after(async () => {
      await store.close()
      await haraka.close()
    })
    const inTurn = async (once: (lane: number) => Promise<number>): Promise<number> => {
      const sums = await Promise.all(Array.from({ length: connections }, (_, lane) => once(lane)))
      return sums.reduce((sum, one) => sum + one, 0)
    }
    const promised = await inTurn((lane) => handMails(haraka, seed + lane))
    assert.ok(promised > 0, 'no mail was good enough')
    assert.equal(await countStored(store), promised)
    const more = await inTurn((lane) => holdDialogues(haraka, seed + 100 + lane))
    // A client that hung up did not hear every 250.
    assert.ok((await countStored(store)) >= promised + more)
    assert.ok(haraka.running)
    assert.deepEqual(
      haraka.log.filter((record) => /\[(?:ERROR|CRIT|ALERT|EMERG)\]|Caught exception/.test(record)),
      [],
      `seed ${seed}`,
    )
    const good = { from: me, to: ['46701740605@sms.test'], data: `From: ${me}\n\nstill there\n` }
    assert.equal((await haraka.send(good)).code, 250)
  })
})

/** Answers how many SMS were promised. */
async function handMails(haraka: TestHaraka, seed: number): Promise<number> {
  const fuzz = fuzzFrom(seed)
  let promised = 0
  let client: SmtpClient | undefined
  for (let n = 0; n < mailsEach; n++) {
    client ??= await greeted(haraka, fuzz)
    const reply = await client.sendMail({
      from: me,
      to: Array.from({ length: 1 + fuzz.whole(2) }, () => fuzzedRecipient(fuzz)),
      data: fuzzedMail(fuzz, me, `${seed}.${n}`),
    })
    if (reply.code === 250) promised += smsIn(reply.lines.join(' '))
    if (fuzz.whole(10) === 0 || reply.code === 421) {
      client.hangUp()
      client = undefined
    } else await client.command('RSET')
  }
  await client?.quit()
  return promised
}

async function holdDialogues(haraka: TestHaraka, seed: number): Promise<number> {
  const fuzz = fuzzFrom(seed)
  const { host, port } = haraka.profile.smtp
  let promised = 0
  for (let n = 0; n < dialoguesEach; n++) {
    const socket = connect({ host, port, localAddress: anyClient(fuzz) })
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.write(fuzzedDialogue(fuzz))
    socket.end('\r\n.\r\nQUIT\r\n')
    socket.setTimeout(10_000, () => socket.destroy())
    await once(socket, 'close')
    promised += smsIn(heard)
  }
  return promised
}

async function greeted(haraka: TestHaraka, fuzz: Fuzz): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ ...haraka.profile.smtp, localAddress: anyClient(fuzz) })
  await client.command('EHLO client.test')
  return client
}

/** Else all wait for their turns to try keys, as one client would have to. */
function anyClient(fuzz: Fuzz): string {
  return `127.${fuzz.whole(256)}.${fuzz.whole(256)}.${1 + fuzz.whole(254)}`
}

function smsIn(replies: string): number {
  return [...replies.matchAll(/(\d+) SMS queued/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
}

async function countStored(store: Store): Promise<number> {
  const rows = await store
    .db('messages')
    .where({ direction: 'out' })
    .whereNot({ state: 'refused' })
    .count<{ n: number | string }[]>({ n: '*' })
  return Number(rows[0]?.n)
}
