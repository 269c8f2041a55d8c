// For machines that watch: /health says in a word whether mail is taken, /metrics gives figures to the
// networks of metrics_networks and to nobody else.
//
// Both answer to any Host, since such machines ask by address, and neither needs to be signed in to.
import { Router } from 'express'
import { describe } from '../../gateway/describe-error.ts'
import type { Health } from '../../gateway/health.ts'
import type { Log } from '../../gateway/gateway.ts'
import { inTime } from '../../gateway/in-time.ts'
import { arrivalOf, strangerTo } from '../arrival.ts'
import { onlyFor } from '../refusals.tsx'
import type { PageGateway } from '../visit.ts'
import { prometheusType, writeMetrics, type Metric } from './prometheus.ts'

export interface MetricsOptions {
  readonly metricsNetworks: () => readonly string[]
  readonly log: Log
}

/** A database that has not answered by then does not. */
const patience = 5_000

export function metricsRoutes(gateway: PageGateway, options: MetricsOptions): Router {
  const router = Router()
  const read = async (): Promise<Health | undefined> => {
    if (!gateway.ready) return undefined
    try {
      const late = new Error('the database did not answer in time')
      return await inTime(gateway.health.read(), patience, late)
    } catch (error) {
      options.log.warn(`health: ${describe(error)}`)
      return undefined
    }
  }
  router
    .route('/health')
    .get(async (_request, response) => {
      const isThere = (await read()) !== undefined
      response
        .status(isThere ? 200 : 503)
        .set('Cache-Control', 'no-store')
        .json({ status: isThere ? 'ok' : 'unavailable' })
    })
    .all(onlyFor('HEAD', 'GET'))
  router
    .route('/metrics')
    .get(async (_request, response) => {
      const refusal = strangerTo(options.metricsNetworks(), arrivalOf(response))
      if (refusal !== undefined) {
        response.status(refusal.status).type('text/plain').send(`${refusal.message}\n`)
        return
      }
      const health = await read()
      response.set('Cache-Control', 'no-store').type(prometheusType)
      response.send(writeMetrics([...processMetrics(), ...gatewayMetrics(health)]))
    })
    .all(onlyFor('HEAD', 'GET'))
  return router
}

function gauge(name: string, help: string, ...samples: Metric['samples'][number][]): Metric {
  return { name, help, type: 'gauge', samples }
}

/** Of the process that happened to be asked. */
function processMetrics(): Metric[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const started = Date.now() / 1000 - process.uptime()
  return [
    gauge('process_resident_memory_bytes', 'Resident memory.', { value: rss }),
    gauge('nodejs_heap_size_used_bytes', 'Heap in use.', { value: heapUsed }),
    gauge('process_start_time_seconds', 'Start of the process since 1970.', { value: started }),
    {
      ...gauge('process_cpu_seconds_total', 'Time on a processor.', {
        value: (user + system) / 1_000_000,
      }),
      type: 'counter',
    },
  ]
}

/** The same from every process: they come from the database. */
function gatewayMetrics(health: Health | undefined): Metric[] {
  const up = gauge('sms_database_up', 'Whether the database answers and is up to date.', {
    value: health === undefined ? 0 : 1,
  })
  if (health === undefined) return [up]
  const age = health.oldest === null ? 0 : Math.max(0, Date.now() - health.oldest) / 1000
  const ofRoute = (value: (route: Health['routes'][number]) => number) =>
    health.routes.map((route) => ({ labels: { route: route.route }, value: value(route) }))
  const ofDay = (value: (row: Health['today'][number]) => number) =>
    health.today.map((row) => ({
      labels: { direction: row.direction, state: row.state },
      value: value(row),
    }))
  return [
    up,
    gauge('sms_database_answer_seconds', 'How long the database took to answer.', {
      value: health.answered / 1000,
    }),
    gauge('sms_well', 'Whether every route works and nothing waits for too long.', {
      value: health.isWell ? 1 : 0,
    }),
    gauge('sms_queue_messages', 'Messages that are due and have not gone out.', {
      value: health.waiting,
    }),
    gauge('sms_queue_oldest_seconds', 'For how long the oldest of them has been due.', {
      value: age,
    }),
    gauge('sms_mails_waiting', 'Mails of ours that are due and not written.', {
      value: health.mails,
    }),
    gauge('sms_route_up', 'Whether the route works.', ...ofRoute(({ isDown }) => (isDown ? 0 : 1))),
    gauge(
      'sms_route_paused',
      'Whether the route is paused or drained.',
      ...ofRoute(({ mode }) => (mode === null ? 0 : 1)),
    ),
    gauge(
      'sms_route_waiting_messages',
      'Messages that wait for the route.',
      ...ofRoute(({ waiting }) => waiting),
    ),
    gauge(
      'sms_route_messages_per_minute',
      'Messages that the route took in the last minute.',
      ...ofRoute(({ speed }) => speed),
    ),
    gauge(
      'sms_today_messages',
      'Messages of today as they were counted last.',
      ...ofDay(({ messages }) => messages),
    ),
    gauge(
      'sms_today_parts',
      'Parts of today as they were counted last.',
      ...ofDay(({ parts }) => parts),
    ),
  ]
}
