// `haraka-sms dispatch`: sends and receives without SMTP, on the host where the modem is.
import { once } from 'node:events'
import type { Log } from '../gateway/gateway.ts'
import { followRoutes, gatewayOf, openInstallation } from './installation.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

export function addDispatchCommand(program: Verb): void {
  verb(
    program,
    'dispatch',
    'sends what is due by the routes of this host, until it is told to stop (Ctrl-C)',
    '-c /etc/haraka',
  ).action(async ({ config, json }: Common) => {
    const installation = openInstallation(config)
    const gateway = gatewayOf(installation, stderr)
    gateway.start()
    await gateway.migrated
    const stop = followRoutes(installation, stderr)
    const routes = installation.routes.routes.map(({ name }) => name)
    const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    done({ routes }, `dispatching by ${routes.join(', ') || 'no route'}`, json)
    await asked
    stop()
    await gateway.close()
  })
}

const stderr: Log = {
  debug: () => undefined,
  info: (message) => process.stderr.write(`${message}\n`),
  warn: (message) => process.stderr.write(`${message}\n`),
  error: (message) => process.stderr.write(`${message}\n`),
}
