// `haraka-sms dispatch`: sends and receives without SMTP, on the host where the modem is.
import { once } from 'node:events'
import { createGateway } from '../gateway/create-gateway.ts'
import type { Log } from '../gateway/gateway.ts'
import { followFiles } from './follow-files.ts'
import { openInstallation } from './installation.ts'
import { readRoutesOf } from './routes.ts'
import { Sentence } from './sentence.ts'
import { done, type Common } from './verb.ts'

export async function dispatch({ config, json }: Common): Promise<void> {
  const installation = openInstallation(config)
  const { ok, problems, table, names } = readRoutesOf(installation)
  if (!ok) throw new Sentence(problems.join('\n'))
  const gateway = createGateway({
    settings: () => installation.settings,
    routes: table,
    directory: installation.directory,
    sendMail: undefined,
    clock: Date.now,
    log: stderr,
  })
  gateway.start()
  await gateway.migrated
  const stop = followFiles(installation, table, stderr)
  const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  done({ routes: names }, `dispatching by ${names.join(', ') || 'no route'}`, json)
  await asked
  stop()
  await gateway.close()
}

const stderr: Log = {
  debug: () => undefined,
  info: (message) => process.stderr.write(`${message}\n`),
  warn: (message) => process.stderr.write(`${message}\n`),
  error: (message) => process.stderr.write(`${message}\n`),
}
