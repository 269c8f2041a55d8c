// One turn of the intake: so many seconds of load on a server, then the wait until its phones have all.
import { eventually } from '../../test/support/eventually.ts'
import type { LoadGenerator } from '../load/load-generator.ts'
import type { MailKind } from '../load/mails.ts'
import type { LoadResult } from '../load/smtp-load.ts'
import { countWaiting } from '../support/directory.ts'
import type { BenchServer } from '../support/server.ts'

export interface IntakeTurn {
  readonly result: LoadResult
  readonly mailsPerSecond: number
  /** How long the virtual phone still got messages after the last mail, in seconds. */
  readonly drained: number
}

export async function measureIntake(
  server: BenchServer,
  load: LoadGenerator,
  { seconds, kind = 'text' }: { seconds: number; kind?: MailKind },
): Promise<IntakeTurn> {
  const result = await load.hand({ port: server.port, connections: 20, seconds, kind })
  if (Object.keys(result.refused).length > 0)
    throw new Error(`mails were refused: ${JSON.stringify(result.refused)}`)
  const ended = performance.now()
  await drained(server)
  return {
    result,
    mailsPerSecond: result.accepted / result.seconds,
    drained: (performance.now() - ended) / 1000,
  }
}

export async function drained({ store }: BenchServer): Promise<void> {
  if (store === undefined) return
  await eventually(
    'the virtual phone',
    async () => ((await countWaiting(store)) === 0 ? true : undefined),
    300_000,
  )
}
