// smstools, the daemon of many years, on the same modem: it is given all messages as files before it
// starts, as fast as it can be set.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const program = '/usr/sbin/smsd'

export function smstoolsVersion(): string | undefined {
  const { stdout, status } = spawnSync(program, ['-V'], { encoding: 'utf8' })
  if (status === null) return undefined
  return /version\s+(\d[\d.]*)/i.exec(stdout)?.[1] ?? 'of unknown version'
}

export function startSmstools(directory: string, port: string, messages: number): ChildProcess {
  for (const name of ['outgoing', 'checked', 'incoming', 'failed', 'sent'])
    mkdirSync(join(directory, name))
  for (let index = 0; index < messages; index++)
    writeFileSync(
      join(directory, 'outgoing', `m${index}`),
      `To: 45${20_000_000 + index}\n\nHello\n`,
    )
  const config = join(directory, 'smsd.conf')
  writeFileSync(config, configOf(directory, port))
  const files = ['-i', join(directory, 'info'), '-p', join(directory, 'pid')]
  return spawn(program, ['-t', '-c', config, ...files], { stdio: 'ignore' })
}

export async function stopSmstools(smsd: ChildProcess): Promise<void> {
  if (smsd.exitCode !== null || smsd.signalCode !== null) return
  smsd.kill('SIGTERM')
  const force = setTimeout(() => smsd.kill('SIGKILL'), 5_000)
  await once(smsd, 'exit')
  clearTimeout(force)
}

function configOf(directory: string, port: string): string {
  return [
    'devices = GSM1',
    ...['outgoing', 'checked', 'incoming', 'failed', 'sent'].map(
      (name) => `${name} = ${join(directory, name)}`,
    ),
    `logfile = ${join(directory, 'log')}`,
    'loglevel = 4',
    'delaytime = 1',
    '[GSM1]',
    `device = ${port}`,
    'incoming = no',
    'baudrate = 115200',
    'send_delay = 0',
    '',
  ].join('\n')
}
