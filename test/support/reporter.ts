// What npm test prints: a line for each file as it is done, every failure in full, and the closing
// lines of node's own runner (# tests, # pass, # fail), which a reader or a script looks for.
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import type { TestEvent } from 'node:test/reporters'

type Failure = Extract<TestEvent, { type: 'test:fail' }>['data']

const tests = fileURLToPath(new URL('..', import.meta.url))

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) yield describe(event)
}

function describe(event: TestEvent): string {
  switch (event.type) {
    case 'test:fail':
      return isOfChildren(event.data) ? '' : describeFailure(event.data)
    case 'test:complete': {
      const { name, file, details } = event.data
      if (name !== file) return ''
      return `${relative(tests, name)} ${Math.round(details.duration_ms)} ms\n`
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
  return `\nnot ok: ${name} (${where})\n${error.message}\n${inspect(error.cause, { depth: 5 })}\n\n`
}
