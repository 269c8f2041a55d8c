// The mails that this process writes, where the server does not answer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from '../../lib/config/settings.ts'
import { createMailWriter } from '../../lib/gateway/mail-writer.ts'
import { insertOutbox } from '../../lib/store/outbox.ts'
import { forEachDatabase } from '../support/databases.ts'
import { eventually } from '../support/eventually.ts'
import { withStore } from '../support/store.ts'

forEachDatabase((_name, openDatabaseUrl) => {
  test('a mail of which the server never says anything holds up no other, and is tried again', async () => {
    const url = await openDatabaseUrl()
    const reading = readSettings(`[main]\ndatabase = ${url}\n[domains]\nsms.test =\n`)
    assert.ok(reading.ok)
    await withStore(url, async (store) => {
      const add = (ref: string): Promise<void> =>
        store.transaction((trx) =>
          insertOutbox(trx, {
            ...{ kind: 'notice', account_id: null, message_id: null, mail_id: null, ref },
            content: JSON.stringify({
              ...{ to: `${ref}@example.test`, fault: 'nobody_for_sms' },
              params: { phone: '+4520643064', number: '' },
            }),
            ...{ state: 'queued', now: Date.now() },
          }),
        )
      const asked: string[] = []
      const log: string[] = []
      const note = (line: string): void => void log.push(line)
      const writer = createMailWriter({
        ...{ store, settings: () => reading.settings, clock: Date.now, patience: 50 },
        sendMail({ to }) {
          asked.push(to)
          return asked.length === 1 ? new Promise(() => undefined) : Promise.resolve()
        },
        valuesOf: () => Promise.reject(new Error('nobody asks')),
        log: { debug: note, info: note, warn: note, error: note },
      })
      await add('first')
      writer.start()
      await eventually('the server to be asked', () => asked[0])
      await add('second')
      store.wake('outbox')
      await eventually('both to be written', async () => {
        const rows = await store.db('outbox').where({ state: 'done' })
        return rows.length === 2 ? true : undefined
      })
      assert.deepEqual(asked.toSorted(), [
        'first@example.test',
        'first@example.test',
        'second@example.test',
      ])
      assert.ok(log.some((line) => line.includes('did not say')))
      await writer.close()
    })
  })
})
