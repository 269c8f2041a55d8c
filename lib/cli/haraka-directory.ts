// Makes a Haraka directory from a profile: everything in its config/, and the page for paths that are not
// there, is written anew at each start.
//
// Database, outbound queue and whatever else lies in the directory stay as they are.
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refusalWords } from '../web/refusal-words.ts'
import type { Endpoint, Profile } from './profile.ts'
import { Sentence } from './sentence.ts'

const packageRoot = fileURLToPath(new URL('../../../', import.meta.url))

/** The directory of the installed Haraka. */
export function findHaraka(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('haraka/package.json'))
  } catch {
    throw new Sentence('Haraka is not installed here. Install it with: npm install haraka')
  }
}

export async function writeHarakaDirectory(directory: string, profile: Profile): Promise<void> {
  const config = join(directory, 'config')
  await rm(config, { recursive: true, force: true })
  await mkdir(config, { recursive: true })
  await mkdir(join(directory, 'queue'), { recursive: true })
  for (const [name, text] of Object.entries(await configFiles(profile))) {
    await writeFile(join(config, name), text, { mode: 0o640 })
  }
  await linkPlugin(directory)
  const pages = join(directory, 'http', 'html')
  await mkdir(pages, { recursive: true })
  await writeFile(join(pages, '404.html'), notFoundPage)
}

/** Haraka's answer to a path that is nobody's: without this file it names the path of the file. */
const notFoundPage = `<!doctype html>
<meta charset="utf-8"><title>404</title>
${Object.entries(refusalWords)
  .map(([language, words]) => `<p lang="${language}">${words.not_found}</p>`)
  .join('\n')}
`

/** Haraka looks for the plugin where it would be installed. */
async function linkPlugin(directory: string): Promise<void> {
  const link = join(directory, 'node_modules', 'haraka-plugin-sms')
  await mkdir(dirname(link), { recursive: true })
  await rm(link, { recursive: true, force: true })
  await symlink(packageRoot, link, 'dir')
}

async function configFiles(profile: Profile): Promise<Record<string, string>> {
  const { smtp, pages, name, nodes, logLevel, tls, smarthost, smsIni, routesIni } = profile
  // An incomplete connection.ini crashes each connection, so Haraka's own is taken as it is.
  const connection = await readFile(join(findHaraka(), 'config', 'connection.ini'), 'utf8')
  const files: Record<string, string> = {
    me: `${name}\n`,
    plugins: made([...(tls ? ['tls'] : []), 'sms', ...(smarthost === '' ? [] : ['relay'])], '#'),
    'smtp.ini': made([
      `listen=${spell(smtp)}`,
      `nodes=${nodes}`,
      'graceful_shutdown=true',
      'force_shutdown_timeout=3',
    ]),
    'connection.ini': `${headline(';')}${connection}`,
    'http.ini': made(pages === undefined ? [] : [`listen=${spell(pages)}`]),
    'log.ini': made(['[main]', `level=${logLevel}`, 'timestamps=true']),
    'outbound.ini': made(['local_mx_ok=true']),
    'sms.ini': made([smsIni]),
    'sms.routes.ini': made([routesIni]),
  }
  if (tls !== undefined)
    files['tls.ini'] = made([`key=${resolve(tls.key)}`, `cert=${resolve(tls.cert)}`])
  if (smarthost !== '') {
    const nexthop = JSON.stringify({ action: 'continue', nexthop: smarthost })
    files['relay.ini'] = made(['[relay]', 'acl=false', 'force_routing=true'])
    files['relay_dest_domains.ini'] = made(['[domains]', `any=${nexthop}`])
  }
  return files
}

function made(lines: readonly string[], comment = ';'): string {
  return `${headline(comment)}${lines.join('\n')}\n`
}

/** Stands in front of each file that is made. */
export function headline(comment: string): string {
  return `${comment} Made from haraka.ini at each start: edit that file, changes here are lost.\n`
}

function spell({ host, port }: Endpoint): string {
  return `${host}:${port}`
}
