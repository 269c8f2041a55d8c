// `haraka-sms start`: the stand-alone server. Makes a Haraka directory from haraka.ini, runs Haraka in
// it, and says what to try next.
//
// It stops when Haraka stops or when it is asked to, and starting again goes on where it stopped.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { reachable, type Endpoint, type Profile } from './profile.ts'
import { loadProfile, startServer } from './server.ts'

export interface StartFlags {
  ini?: string
  dir?: string
  json?: boolean
}

/** A phone to try, of the range kept for films and books in Sweden. */
export const demoPhone = '+46701740605'

export async function runStart(flags: StartFlags): Promise<void> {
  const profile = await loadProfile(flags.ini)
  const directory = resolve(flags.dir ?? profile.data)
  const server = await startServer(directory, profile, console.log)
  console.log(flags.json === true ? served(profile, directory) : greeting(profile))
  process.exitCode = await runUntilAsked(server)
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

function served({ smtp, pages }: Profile, directory: string): string {
  const spell = ({ host, port }: Endpoint): string => `${host}:${port}`
  return JSON.stringify({
    directory,
    smtp: spell(reachable(smtp)),
    pages: pages === undefined ? null : `http://${spell(reachable(pages))}`,
  })
}

function greeting({ smtp, pages, settings, routesIni }: Profile): string {
  const { host, port } = reachable(smtp)
  const domain = settings.domains.keys().next().value
  const lines = [`\nMail is taken in on ${host}:${port}.`]
  if (pages !== undefined) {
    const page = reachable(pages)
    const url = `http://${page.host}:${page.port}`
    const hasPhones = /^\s*type\s*=\s*phone\s*$/m.test(routesIni)
    lines.push(hasPhones ? `Phones and mails: ${url}/phone` : `Pages: ${url}/sign-in`)
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
