// `haraka-sms dispatch`: sends and receives without SMTP, on the host where the modem is.
import { once } from 'node:events'
import type { Command } from 'commander'
import type { Log } from '../gateway/gateway.ts'
import { addConfigOption, followRoutes, gatewayOf, openInstallation } from './installation.ts'

export function addDispatchCommand(program: Command): void {
  addConfigOption(
    program
      .command('dispatch')
      .description(
        'sends what is due by the routes of this host, until it is told to stop (Ctrl-C)',
      ),
  ).action(async ({ config }: { config?: string }) => {
    const installation = openInstallation(config)
    const gateway = gatewayOf(installation, stderr)
    gateway.start()
    await gateway.migrated
    const stop = followRoutes(installation, stderr)
    process.stdout.write(
      `dispatching by ${installation.routes.routes.map(({ name }) => name).join(', ') || 'no route'}\n`,
    )
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
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
