// A connection with a mail under way, as Haraka hands it to hooks, from haraka-test-fixtures, which
// ships no types.
import { createRequire } from 'node:module'
import type { Connection } from '../../plugins/haraka.ts'

interface Fixtures {
  makeConnection(options: { mailFrom: string; rcptTo: readonly string[] }): Connection
}

interface Receiving {
  add_data(line: Buffer): void
  end_data(done: () => void): void
}

const fixtures = createRequire(import.meta.url)('haraka-test-fixtures') as Fixtures

export function makeConnection(mailFrom: string, rcptTo: readonly string[]): Connection {
  return fixtures.makeConnection({ mailFrom, rcptTo })
}

/** The data of the mail come in, up to their end. */
export function receive({ transaction }: Connection, data: string): Promise<void> {
  const receiving = transaction as unknown as Receiving
  for (const line of data.split(/(?<=\n)/)) receiving.add_data(Buffer.from(line))
  return new Promise((resolve) => receiving.end_data(resolve))
}
