// A connection to PostgreSQL that prepares each statement once and then only names it.
//
// A text is known by its words: values belong into bindings. Texts that never end (lists of numbers)
// would fill the memory of the server, so only so many are prepared; the others are sent as they are.
import pg from 'pg'

const most = 300

export class PreparedClient extends pg.Client {
  /** Why Knex's pool must not give it out any more. */
  __knex__disposed?: unknown
  readonly #prepared = new Map<string, { text: string; name?: string }>()
  #isGathering = false

  /**
   * What is asked until whoever runs now waits goes out in one piece: PostgreSQL would wake up for each, and take
   * the processor from the one who still asks.
   */
  gather(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    const { stream } = this.connection
    stream.cork()
    process.nextTick(() => {
      this.#isGathering = false
      stream.uncork()
    })
  }

  /**
   * Answers the rows. Bindings stand as question marks, as Knex has them. A NUL, which no text of PostgreSQL
   * holds, is looked for as another character that nobody writes. With a callback: by the promises
   * of Client.query() each answer hangs on the one before, and none is collected while it is young.
   */
  ask(sql: string, bindings: readonly unknown[]): Promise<unknown[]> {
    this.gather()
    return new Promise((resolve, reject) => {
      this.query(
        { ...this.#prepare(sql), values: bindings.map(withoutNul) },
        (error: Error | null, result) => (error ? reject(error) : resolve(result.rows)),
      )
    })
  }

  #prepare(sql: string): { text: string; name?: string } {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    let count = 0
    const text = sql.replaceAll('?', () => `$${++count}`)
    if (this.#prepared.size >= most) return { text }
    const prepared = { text, name: `s${this.#prepared.size}` }
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

/** What PostgreSQL can take for a binding. */
export function withoutNul(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0')
    ? value.replaceAll('\0', '\ufffd')
    : value
}
