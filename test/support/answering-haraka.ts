// Two real Haraka servers, each the other's way into the world: ours, and one where machines answer.
//
// The other one keeps the mailboxes of people.test. Who lives there decides what happens to a mail:
// see `robots`. Everything that a robot sent is over when the log says so.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TestHaraka } from './test-haraka.ts'

/** What each answers to a mail, as JavaScript: an envelope sender, and the mail; or nothing. */
const robots = `{
  // RFC 3834, as it should be.
  vacation: (mail) => ['', mail.answer(['Auto-Submitted: auto-replied'], 'I am on holiday.')],
  // Old programs: a header of their own, and an envelope sender.
  old: (mail) => [mail.me, mail.answer(['Precedence: junk'], 'Your mail was received.')],
  // No header at all.
  rude: (mail) => [mail.me, mail.answer([], 'I am out of the office and back on Monday. Please contact Bo in urgent cases.', 'Automatic reply: ' + mail.subject)],
  bouncer: (mail) => ['', mail.report()],
  oldbouncer: (mail) => [mail.me, mail.answer(['X-Failed-Recipients: ' + mail.me], 'Delivery to the following recipient failed permanently: mailbox full.', 'Undelivered Mail Returned to Sender').replace(/From: .*/, 'From: MAILER-DAEMON@people.test')],
  // A forwarding that leads back, with the mail as it was.
  ring: (mail) => [mail.envelopeFrom, mail.source],
  // The same, and the forwarder puts itself in From and leaves all other headers out.
  redirect: (mail) => [mail.me, 'From: ' + mail.me + '\\r\\nTo: ' + mail.from + '\\r\\nSubject: Fwd: ' + mail.subject + '\\r\\nMessage-ID: <' + Date.now() + '@people.test>\\r\\n\\r\\n' + mail.text],
  silent: () => undefined,
}`

const robotPlugin = `
const { Writable } = require('node:stream')
const fs = require('node:fs')
const robots = ${robots}
const far = () => fs.readFileSync(process.env.HARAKA + '/config/far', 'utf8')
const near = () => fs.readFileSync(process.env.HARAKA + '/config/near', 'utf8')
exports.register = function () {
  this.register_hook('rcpt', 'robot_rcpt', -150)
  this.register_hook('queue', 'robot_queue', -150)
  this.register_hook('get_mx', 'robot_mx', -150)
  this.register_hook('delivered', 'robot_delivered', -150)
  this.register_hook('bounce', 'robot_bounce', -150)
}
exports.robot_mx = (next, hmail, domain) => next(OK, domain === 'people.test' ? near() : far())
exports.robot_rcpt = (next, connection, [to]) => (to.host === 'people.test' ? next(OK) : next())
exports.robot_delivered = function (next, hmail) { this.over(hmail, 'was taken'); next() }
exports.robot_bounce = function (next, hmail) { this.over(hmail, 'came back'); next() }
exports.over = function (hmail, how) {
  const robot = hmail.todo.notes.robot
  if (robot !== undefined) this.lognotice('the answer of ' + robot + ' ' + how)
}
exports.robot_queue = function (next, connection) {
  const { transaction } = connection
  const to = transaction.rcpt_to.find(({ host }) => host === 'people.test')
  if (to === undefined) return next()
  const chunks = []
  const end = new Writable({ write: (chunk, _encoding, done) => { chunks.push(chunk); done() } })
  end.once('finish', () => {
    this.lognotice('a mail for ' + to.user)
    this.answer(to, transaction.mail_from.address || '', Buffer.concat(chunks).toString())
    next(OK)
  })
  transaction.message_stream.pipe(end)
}
exports.answer = function (to, envelopeFrom, source) {
  // No machine answers the null sender.
  if (envelopeFrom === '') return
  const header = (name) => (new RegExp('^' + name + ': *(.*)', 'im').exec(source) || [])[1] || ''
  const from = (/<(.+)>/.exec(header('From')) || [])[1] || header('From')
  const me = to.user + '@people.test'
  const subject = header('Subject')
  const text = source.slice(source.search(/\\r?\\n\\r?\\n/)).trim() + '\\r\\n'
  const answer = (headers, text, about = 'Re: ' + subject) =>
    ['From: ' + me, 'To: ' + from, 'Subject: ' + about, 'In-Reply-To: ' + header('Message-ID'), 'Message-ID: <' + to.user + Date.now() + '@people.test>', ...headers, '', text, ''].join('\\r\\n')
  const report = () =>
    ['From: MAILER-DAEMON@people.test', 'To: ' + envelopeFrom, 'Subject: failed', 'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b', '', 'failed', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; people.test', '', 'Final-Recipient: rfc822; ' + me, 'Action: failed', 'Status: 5.2.2', '--b--', ''].join('\\r\\n')
  const made = robots[to.user]({ me, from, subject, text, source, envelopeFrom, answer, report })
  if (made === undefined) return
  const [sender, mail] = made
  const outbound = this.haraka_require('outbound')
  const target = to.user.endsWith('bouncer') ? envelopeFrom : from
  outbound.send_email('<' + sender + '>', '<' + target + '>', mail, () => undefined, { notes: { robot: to.user, skip_plugins: [] } })
}
`

const way = `
const fs = require('node:fs')
exports.register = function () { this.register_hook('get_mx', 'way', -150) }
exports.way = (next) => next(OK, fs.readFileSync(process.env.HARAKA + '/config/far', 'utf8'))
`

const profile = (domain: string): string => `
[main]
operator = silent@people.test
[domains]
${domain} =
[limits]
duplicate_guard = no
[route virtual]
type = phone
`

export interface Pair {
  readonly ours: TestHaraka
  readonly theirs: TestHaraka
  close(): Promise<void>
}

/** Ours is sms-a.test, theirs sms-b.test and people.test. */
export async function startPair(): Promise<Pair> {
  const ours = await TestHaraka.prepare({
    say: profile('sms-a.test'),
    files: { plugins: 'way\nsms\n' },
    plugins: { way },
  })
  const theirs = await TestHaraka.prepare({
    say: profile('sms-b.test'),
    files: { plugins: 'robot\nsms\n' },
    plugins: { robot: robotPlugin },
  })
  const listener = ({ profile: { smtp } }: TestHaraka): string => `${smtp.host}:${smtp.port}`
  await writeFile(join(ours.directory, 'config', 'far'), listener(theirs))
  await writeFile(join(theirs.directory, 'config', 'far'), listener(ours))
  await writeFile(join(theirs.directory, 'config', 'near'), listener(theirs))
  await Promise.all([ours.run(), theirs.run()])
  return {
    ours,
    theirs,
    async close() {
      await Promise.all([ours.close(), theirs.close()])
    },
  }
}
