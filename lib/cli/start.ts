// `haraka-sms start`: the stand-alone server. Makes a Haraka directory from haraka.ini, runs Haraka in
// it, and says what to try next.
//
// It stops when Haraka stops or when it is asked to, and starting again goes on where it stopped.
// Whatever hinders a start is one sentence.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { createAdministration } from '../gateway/accounts.ts'
import { Store } from '../store/store.ts'
import { findHaraka, writeHarakaDirectory } from './haraka-directory.ts'
import { reachable, readProfile, type Endpoint, type Profile } from './profile.ts'
import { Sentence } from './sentence.ts'

interface StartFlags {
  ini?: string
  dir?: string
}

/** The number of the demo account and a phone to try: of the range kept for films and books in Sweden. */
export const demoNumber = '+46701740699'
export const demoPhone = '+46701740605'

export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('run the stand-alone server')
    .option('--ini <file>', 'what it is made from (haraka.ini)')
    .option('--dir <directory>', 'where the Haraka directory is made (data of haraka.ini)')
    .action(async (flags: StartFlags) => {
      const profile = await loadProfile(flags.ini)
      const directory = resolve(flags.dir ?? profile.data)
      const server = await startServer(directory, profile, console.log)
      console.log(greeting(profile))
      process.exitCode = await runUntilAsked(server)
    })
}

export async function loadProfile(file?: string): Promise<Profile> {
  const shipped = fileURLToPath(new URL('../../../haraka.ini', import.meta.url))
  const path = file ?? (existsSync('haraka.ini') ? 'haraka.ini' : shipped)
  const source = await readFile(path, 'utf8').catch(() => {
    throw new Sentence(`${path} cannot be read.`)
  })
  const reading = readProfile(source, path)
  if (!reading.ok) throw new Sentence(reading.problems.join('\n'))
  return reading.profile
}

/** Answers when mail is taken in and the pages are there; each record of Haraka's log goes to `show`. */
export async function startServer(
  directory: string,
  profile: Profile,
  show: (record: string) => void,
): Promise<ChildProcess> {
  await mustBeFree(profile.smtp, 'smtp')
  if (profile.pages !== undefined) await mustBeFree(profile.pages, 'pages')
  await writeHarakaDirectory(directory, profile)
  await makeDemoAccount(directory, profile)
  const haraka = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(findHaraka(), 'bin', 'haraka'), '-c', directory],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  showRecords(haraka, show)
  await Promise.race([serving(profile), diedEarly(haraka)])
  return haraka
}

/** Only records of the log: what Haraka says about its own loading is not for the reader. */
function showRecords(haraka: ChildProcess, show: (record: string) => void): void {
  if (haraka.stdout === null) return
  createInterface({ input: haraka.stdout }).on('line', (line) => {
    if (/\[[A-Z]+\] \[/.test(line) && !/tls_(key|cert)\.pem could not be loaded/.test(line))
      show(line)
  })
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
    const administration = createAdministration(store, Date.now)
    if ((await administration.listAccounts()).length > 0) return
    const address = `demo@${settings.demo.mailbox}`
    await administration.addAccount({ address, name: 'Demo', networks: ['127.0.0.1', '::1'] })
    await administration.addNumber({ number: demoNumber, account: address })
  } catch (error) {
    throw new Sentence(`The database ${settings.main.database} cannot be opened: ${String(error)}`)
  } finally {
    await store.close()
  }
}

async function serving({ smtp, pages }: Profile): Promise<void> {
  const urls = [smtp, ...(pages === undefined ? [] : [pages])].map(reachable)
  for (const { host, port } of urls) {
    while (!(await answers(`http://${host}:${port}/phone.json`))) await delay(50)
  }
}

/** An SMTP server answers too, though not in HTTP; 503 says that the database is not ready yet. */
async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status !== 503
  } catch (error) {
    return !(error instanceof Error && String(error.cause).includes('ECONNREFUSED'))
  }
}

async function diedEarly(haraka: ChildProcess): Promise<never> {
  await once(haraka, 'exit')
  throw new Sentence('Haraka stopped before it took mail; what is written above says why.')
}

/** Answers the exit code. Ctrl-C reaches Haraka by the terminal; other ways to be asked do not. */
async function runUntilAsked(haraka: ChildProcess): Promise<number> {
  const asked = new AbortController()
  const ask = (wait: number): void => {
    if (asked.signal.aborted) return
    asked.abort()
    setTimeout(() => haraka.kill('SIGINT'), wait).unref()
    setTimeout(() => haraka.kill('SIGKILL'), wait + 8_000).unref()
  }
  process.on('SIGINT', () => ask(1_500))
  process.on('SIGTERM', () => ask(0))
  process.on('SIGHUP', () => ask(0))
  const [code] = (await once(haraka, 'exit')) as [number | null]
  if (!asked.signal.aborted) return code ?? 1
  console.log('\nStopped. npm start goes on from here.')
  return 0
}

function greeting({ smtp, pages, settings }: Profile): string {
  const { host, port } = reachable(smtp)
  const domain = settings.domains.keys().next().value
  const lines = [`\nMail is taken in on ${host}:${port}.`]
  if (pages !== undefined) {
    const page = reachable(pages)
    lines.push(`Phones and mails: http://${page.host}:${page.port}/phone`)
  }
  if (settings.demo.mailbox !== '' && domain !== undefined)
    lines.push('', 'Try it:', '', tryIt(`${host}:${port}`, settings.demo.mailbox, domain))
  return [...lines, '', 'Ctrl-C stops it.', ''].join('\n')
}

function tryIt(listener: string, mailbox: string, domain: string): string {
  const from = `demo@${mailbox}`
  const to = `${demoPhone.slice(1)}@${domain}`
  return [
    `  printf 'From: ${from}\\nTo: ${to}\\n\\nHello from a mail.\\n' |`,
    `    curl -sS --crlf smtp://${listener} --mail-from ${from} --mail-rcpt ${to} -T -`,
  ].join('\n')
}
