// A hundred unplugs in the middle of five hundred messages, over a real pseudo-terminal.
import { test } from 'node:test'
import { forEachDatabase } from '../../support/databases.ts'
import { tcpPort, terminalPort } from '../../support/modem-ports.ts'
import { unplugAgainAndAgain } from './unplugs.ts'

forEachDatabase((_name, openDatabaseUrl) => {
  for (const [kind, over] of [
    ['a pseudo-terminal', terminalPort],
    ['TCP', tcpPort],
  ] as const) {
    test(`100 unplugs in 500 messages over ${kind}: none is lost, none is sent twice`, async (t) => {
      const result = await unplugAgainAndAgain(await openDatabaseUrl(), over, {
        messages: 500,
        unplugs: 100,
      })
      t.diagnostic(JSON.stringify(result))
    })
  }
})
