// One mail handed in, and everything that came of it: for tests that ask about the whole.
import type { MailVerdict } from '../../lib/gateway/gateway.ts'
import type { TestGateway, TestMail } from './gateway.ts'

export type Row = Record<string, unknown>

export interface Handled {
  readonly verdict: MailVerdict
  readonly messages: Row[]
  /** Rows of the outbox that are about this mail. */
  readonly notes: Row[]
}

let serial = 0

export async function handIn(gateway: TestGateway, mail: TestMail = {}): Promise<Handled> {
  const id = mail.id ?? `handed-in-${process.pid}-${++serial}`
  const verdict = await gateway.send({ ...mail, id })
  const { db } = gateway.store
  const latest = await db<{ id: number; ref: string }>('mails').whereRaw(
    'id > (select max(id) - 20 from mails)',
  )
  const row = latest.find(({ ref }) => ref === id)
  if (row === undefined) return { verdict, messages: [], notes: [] }
  return {
    verdict,
    messages: await db<Row>('messages').where({ mail_id: row.id }).orderBy('id'),
    notes: await db<Row>('outbox').where({ mail_id: row.id }).orderBy('id'),
  }
}

/** `550 5.1.3 number_landline`, or `held` or `taken`, so that a table can name it. */
export function told(verdict: MailVerdict): string {
  if (verdict.kind === 'accepted') return verdict.held ? 'held' : 'taken'
  const { code, enhanced, text } = verdict.reply
  return `${code} ${enhanced} ${/\((\S+)\)$/.exec(text)?.[1] ?? text}`
}

/** What a report of refused recipients says: recipient and code. */
export function refusalsIn(notes: readonly Row[]): [recipient: string, code: string][] {
  return notes
    .filter(({ kind }) => kind === 'report')
    .flatMap(({ content }) => {
      const { refused = [] } = JSON.parse(String(content)) as {
        refused?: { recipient: string; code: string }[]
      }
      return refused.map(({ recipient, code }): [string, string] => [recipient, code])
    })
}

/** A mail with files attached, each by its name. */
export function withFiles(
  headers: readonly string[],
  text: string,
  files: Readonly<Record<string, string>>,
): string {
  const part = (head: readonly string[], body: string): string[] => ['--b', ...head, '', body]
  return [
    ...headers,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    ...part(['Content-Type: text/plain; charset=utf-8'], text),
    ...Object.entries(files).flatMap(([name, content]) =>
      part(
        ['Content-Type: text/plain', `Content-Disposition: attachment; filename="${name}"`],
        content,
      ),
    ),
    '--b--',
    '',
  ].join('\r\n')
}
