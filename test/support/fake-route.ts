// A route for tests: every answer it can give, on demand, and all that it was given.
import type { Outcome, Outgoing, Route, Sinks } from '../../lib/routes/route.ts'

export class FakeRoute implements Route {
  readonly type = 'fake'
  readonly capabilities = {
    receive: true,
    reports: true,
    partReports: false,
    flash: true,
    validity: true,
    senderName: true,
    senderNumber: true,
    unicode: true,
    maxParts: 255,
  }
  readonly name: string
  window = 10
  idempotent = false
  /** What submit answers; by default everything is accepted at once. */
  answer: (message: Outgoing) => Outcome | Promise<Outcome> = (message) => ({
    kind: 'accepted',
    references: [`ref-${message.id}`],
  })
  readonly submitted: Outgoing[] = []
  underWay = 0
  mostUnderWay = 0
  sinks: Sinks | undefined
  closed = false

  constructor(name = 'fake') {
    this.name = name
  }

  open(sinks: Sinks): Promise<void> {
    this.sinks = sinks
    return Promise.resolve()
  }

  submit(batch: readonly Outgoing[]): Promise<Outcome>[] {
    return batch.map(async (message) => {
      this.submitted.push(message)
      this.underWay++
      this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay)
      try {
        return await this.answer(message)
      } finally {
        this.underWay--
      }
    })
  }

  close(): Promise<void> {
    this.closed = true
    return Promise.resolve()
  }
}
