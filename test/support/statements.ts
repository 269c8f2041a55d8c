// Hears every statement that this process sends to a database, whoever sends it, and asks the database
// how it would go about each.
import Database from 'better-sqlite3'
import pg from 'pg'
import type { Program } from '../../lib/store/program.ts'
import { SqliteConnection } from '../../lib/store/sqlite-connection.ts'
import { Store } from '../../lib/store/store.ts'

export interface Statement {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/**
 * Records until `stop`; each text once, with the bindings of its first use. Programs run in this thread
 * meanwhile, so that they are heard.
 */
export function recordStatements(): { readonly statements: Map<string, Statement>; stop(): void } {
  const statements = new Map<string, Statement>()
  const note = (sql: string, bindings: readonly unknown[] = []): void => {
    if (!statements.has(sql)) statements.set(sql, { sql, bindings })
  }
  const restore = [
    intercept(SqliteConnection.prototype, ([sql, bindings]) => {
      if (typeof sql === 'string') note(sql, Array.isArray(bindings) ? bindings : [])
    }),
    intercept(pg.Client.prototype, ([query]) => {
      if (isQuery(query)) note(query.text, query.values)
    }),
    performHere(),
  ]
  return {
    statements,
    stop() {
      for (const undo of restore) undo()
    },
  }
}

/** Shows the arguments of each call of `query` to `look`; returns the way to stop it. */
function intercept(prototype: object, look: (args: readonly unknown[]) => void): () => void {
  const query = Reflect.get(prototype, 'query') as (...args: unknown[]) => unknown
  Reflect.set(prototype, 'query', function (this: unknown, ...args: unknown[]) {
    look(args)
    return query.apply(this, args)
  })
  return () => Reflect.set(prototype, 'query', query)
}

function performHere(): () => void {
  const perform = Reflect.get(Store.prototype, 'perform')
  Store.prototype.perform = function <A, R>(this: Store, program: Program<A, R>, args: A) {
    return this.transaction((trx) => program.run(trx, this, args))
  }
  return () => Reflect.set(Store.prototype, 'perform', perform)
}

function isQuery(query: unknown): query is { text: string; values?: unknown[] } {
  return typeof query === 'object' && query !== null && 'text' in query
}

/** Tables that a statement reads from end to end, or by an index without a condition. */
export type Explain = (statement: Statement) => Promise<string[]>

/** An index that holds a part of its table may be read as a whole: what is in it waits. */
const partial = /create (?:unique )?index (\w+) .* where /i

export function explainSqlite(file: string): { explain: Explain; close: () => Promise<void> } {
  const database = new Database(file, { readonly: true })
  const indexes = database
    .prepare<[], { sql: string | null }>(`select sql from sqlite_master where type = 'index'`)
    .all()
  const partials = new Set(
    indexes.flatMap(({ sql }) => partial.exec(sql?.replace(/\s+/g, ' ') ?? '')?.[1] ?? []),
  )
  return {
    explain: (statement) => {
      const plan = database
        .prepare<unknown[], { detail: string }>(`explain query plan ${statement.sql}`)
        .all(...statement.bindings)
      return Promise.resolve(
        plan.flatMap(({ detail }) => {
          const scan = /^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(detail)
          return scan?.[1] === undefined || partials.has(scan[2] ?? '')
            ? []
            : [tableOf(scan[1], statement.sql)]
        }),
      )
    },
    close: () => Promise.resolve(void database.close()),
  }
}

/** SQLite tells the alias where there is one. */
function tableOf(name: string, sql: string): string {
  const alias = new RegExp(`\\b(?:from|join|into|update) (\\w+) (?:as )?${name}\\b`, 'i')
  return alias.exec(sql)?.[1] ?? name
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly PlanNode[]
}

export async function explainPostgres(
  url: string,
): Promise<{ explain: Explain; close: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('analyze')
  // A few thousand rows may be read as a whole with good reason. Each is made as dear as if there were
  // a hundred times as many.
  await client.query('set cpu_tuple_cost = 1')
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where schemaname = 'public'`,
  )
  const partials = new Set(
    rows.flatMap(({ indexname, indexdef }) => (/ where /i.test(indexdef) ? [indexname] : [])),
  )
  return {
    explain: async ({ sql, bindings }) => {
      const answer = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
        `explain (format json) ${sql}`,
        [...bindings],
      )
      return answer.rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => scans(Plan)))
    },
    close: () => client.end(),
  }

  function scans(node: PlanNode, limited = false): string[] {
    const below = (node.Plans ?? []).flatMap((plan) =>
      scans(plan, limited || node['Node Type'] === 'Limit'),
    )
    const table = node['Relation Name']
    const byIndex = node['Index Cond'] !== undefined || partials.has(node['Index Name'] ?? '')
    const isWhole =
      node['Node Type'] === 'Seq Scan' ||
      (/^Index (?:Only )?Scan$/.test(node['Node Type']) && !byIndex && !limited)
    return table !== undefined && isWhole ? [table, ...below] : below
  }
}
