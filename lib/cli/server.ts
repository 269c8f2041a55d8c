// Haraka as a child process in a directory made from a profile: started, seen to serve, stopped.
//
// Whatever hinders a start is one sentence. A start answers only when mail is taken in and the pages
// are there.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createAdministration } from '../gateway/administration/index.ts'
import { describe } from '../gateway/describe-error.ts'
import { Store } from '../store/store.ts'
import { findHaraka, writeHarakaDirectory } from './haraka-directory.ts'
import { reachable, readProfile, type Endpoint, type Profile } from './profile.ts'
import { Sentence } from './sentence.ts'
import { SmtpClient } from './smtp-client.ts'

/** The number of the demo account, of the range kept for films and books in Sweden. */
export const demoNumber = '+46701740699'

export const shippedProfile = fileURLToPath(new URL('../../../haraka.ini', import.meta.url))

/** `file`, or haraka.ini where we stand, or the one that is shipped; `over` has the last word. */
export async function loadProfile(file?: string, over = ''): Promise<Profile> {
  const path = file ?? (existsSync('haraka.ini') ? 'haraka.ini' : shippedProfile)
  const source = await readFile(path, 'utf8').catch(() => {
    throw new Sentence(`${path} cannot be read.`)
  })
  const reading = readProfile(source, path, over)
  if (!reading.ok) throw new Sentence(reading.problems.join('\n'))
  return reading.profile
}

/** Answers when mail is taken in and the pages are there; each record of Haraka's log goes to `show`. */
export async function startServer(
  directory: string,
  profile: Profile,
  show: (record: string) => void,
): Promise<ChildProcess> {
  for (const [setting, path] of Object.entries(profile.tls ?? {}))
    await mustBeReadable(setting, path)
  await mustBeFree(profile.smtp, 'smtp')
  if (profile.pages !== undefined) await mustBeFree(profile.pages, 'pages')
  await writeHarakaDirectory(directory, profile)
  await makeDemoAccount(directory, profile)
  const haraka = runHaraka(directory, show)
  await untilServing(haraka, profile)
  return haraka
}

/** Each record of its log goes to `show`, as it comes. */
export function runHaraka(directory: string, show: (record: string) => void): ChildProcess {
  const haraka = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(findHaraka(), 'bin', 'haraka'), '-c', directory],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  showRecords(haraka, show)
  return haraka
}

/** Fulfilled when mail is taken in and the pages, if there are any, say that the database is ready. */
export async function untilServing(
  haraka: ChildProcess,
  { smtp, pages }: Pick<Profile, 'smtp' | 'pages'>,
): Promise<void> {
  const died = new AbortController()
  haraka.once('exit', () => died.abort())
  while (!(await greets(reachable(smtp)))) await pause(died.signal)
  if (pages === undefined) return
  while (!(await isReady(reachable(pages)))) await pause(died.signal)
}

async function pause(died: AbortSignal): Promise<void> {
  if (died.aborted)
    throw new Sentence('Haraka stopped before it took mail; what is written above says why.')
  await delay(40)
}

async function greets(listener: Endpoint): Promise<boolean> {
  try {
    const client = await SmtpClient.connect(listener)
    await client.quit()
    return true
  } catch {
    return false
  }
}

/** 503 says that the database is still being opened. */
async function isReady({ host, port }: Endpoint): Promise<boolean> {
  try {
    const response = await fetch(`http://${host}:${port}/phone.json`)
    await response.arrayBuffer()
    return response.status !== 503
  } catch {
    return false
  }
}

/** Only records of the log: what Haraka says about its own loading is not for the reader. */
function showRecords(haraka: ChildProcess, show: (record: string) => void): void {
  if (haraka.stdout === null) return
  createInterface({ input: haraka.stdout }).on('line', (line) => {
    if (/\[[A-Z]+\] \[/.test(line) && !/tls_(key|cert)\.pem could not be loaded/.test(line))
      show(line)
  })
}

async function mustBeReadable(setting: string, path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '')
  if (!text.includes('-----BEGIN '))
    throw new Sentence(
      `${path}, the ${setting} in [tls] of haraka.ini, cannot be read as a PEM file. Name the right file, or leave key and cert empty.`,
    )
}

async function mustBeFree({ host, port }: Endpoint, setting: string): Promise<void> {
  const probe = createServer()
  probe.listen(port, host.replace(/^\[|\]$/g, ''))
  try {
    await once(probe, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new Sentence(
        `${host}:${port} is taken by another program. Stop that one, or write another ${setting} = into haraka.ini.`,
      )
    throw new Sentence(`${host}:${port} cannot be listened on: ${String(error)}`)
  }
  probe.close()
  await once(probe, 'close')
}

/** At the first start there is somebody to try with. */
async function makeDemoAccount(directory: string, { settings }: Profile): Promise<void> {
  if (settings.demo.mailbox === '') return
  const store = new Store(settings.main.database, directory, () => undefined)
  try {
    await store.migrate()
    const administration = createAdministration({
      store,
      settings: () => settings,
      clock: Date.now,
      actor: 'first start',
    })
    if ((await administration.listAccounts()).length > 0) return
    const address = `demo@${settings.demo.mailbox}`
    await administration.addAccount({ address, name: 'Demo', networks: ['127.0.0.1', '::1'] })
    await administration.addNumber({ number: demoNumber, account: address })
  } catch (error) {
    throw new Sentence(`The database cannot be opened: ${describe(error)}.`)
  } finally {
    await store.close()
  }
}

/** Ends it as Ctrl-C does, or by force where that takes too long. */
export async function stopServer(haraka: ChildProcess): Promise<void> {
  if (haraka.exitCode !== null || haraka.signalCode !== null) return
  haraka.kill('SIGINT')
  const force = setTimeout(() => haraka.kill('SIGKILL'), 8_000)
  await once(haraka, 'exit')
  clearTimeout(force)
}
