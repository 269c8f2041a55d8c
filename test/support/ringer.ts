// A process of its own that hears the bell of a database: prints each wake as a line, and rings for
// each line that it reads. Its argument is the URL of the database.
import { createInterface } from 'node:readline'
import { Store } from '../../lib/store/store.ts'

const store = new Store(process.argv[2] ?? '', '/', (error) => console.error(error))
for (const topic of ['queue', 'outbox'] as const) store.onWake(topic, () => console.log(topic))
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'queue' || line === 'outbox') store.wake(line)
}
await store.close()
