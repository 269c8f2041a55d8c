// A store of a test's own.
import { Store } from '../../lib/store/store.ts'

/** Opens one on the database, with all tables, and closes it after `work`. */
export async function withStore(url: string, work: (store: Store) => Promise<void>): Promise<void> {
  const store = new Store(url, '/', () => undefined)
  try {
    await store.migrate()
    await work(store)
  } finally {
    await store.close()
  }
}
