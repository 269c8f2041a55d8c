// What npm test prints: a line for each test file as it is done, every failure in full, and the closing
// lines of node's own runner (# tests, # pass, # fail), which a reader or a script looks for.
import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import type { TestEvent } from 'node:test/reporters'

type Failure = Extract<TestEvent, { type: 'test:fail' }>['data']

/** A test file is a suite of its process, or, if it is long, a process. */
const isFile = /\.(test|long)\.js$/
const tests = fileURLToPath(new URL('..', import.meta.url))

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) yield describe(event)
}

function describe(event: TestEvent): string {
  switch (event.type) {
    case 'test:fail':
      return isOfChildren(event.data) ? '' : describeFailure(event.data)
    case 'test:complete': {
      const { name, nesting, details } = event.data
      if (nesting > 0 || !isFile.test(name)) return ''
      return `${relative(tests, resolve(tests, name))} ${Math.round(details.duration_ms)} ms\n`
    }
    case 'test:stdout':
    case 'test:stderr':
      return event.data.message
    case 'test:diagnostic':
      return event.data.nesting === 0 ? `# ${event.data.message}\n` : ''
    default:
      return ''
  }
}

/** A suite fails when a test in it did, which has been shown already. */
function isOfChildren({ details: { error } }: Failure): boolean {
  return 'failureType' in error && error.failureType === 'subtestsFailed'
}

function describeFailure({ name, file = '', line, details: { error } }: Failure): string {
  const where = `${relative(tests, file)}${line === undefined ? '' : `:${line}`}`
  const cause = inspect(error.cause, { depth: 5 })
  return `\nnot ok: ${name} (${where})\n${error.message}\n${cause}\n${filesOf(name)}\n`
}

/** A process that ended before its time may have had no time to say which test it was at. */
function filesOf(name: string): string {
  return name.endsWith('.mjs') ? readFileSync(name, 'utf8') : ''
}
