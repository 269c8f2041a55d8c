// haraka.ini, the one file of the stand-alone server: what it says, or sentences about what is wrong.
//
// Its own sections are [server], [tls] and [outgoing]. Every other one belongs to sms.ini, and
// [route NAME] to sms.routes.ini; those are checked here too, so that nothing starts with a mistake.
import { readIni, type Ini } from '../config/ini.ts'
import { readSettings, type Settings } from '../config/settings.ts'
import { oneOf, secret, text, type SettingType } from '../config/types.ts'
import { readRoutes } from '../gateway/route-table.ts'
import { realWorld } from '../routes/real-world.ts'

export interface Endpoint {
  readonly host: string
  readonly port: number
}

export interface Profile {
  readonly smtp: Endpoint
  readonly pages: Endpoint | undefined
  readonly name: string
  /** As smtp.ini wants it: a number or cpus. */
  readonly nodes: string
  readonly logLevel: string
  readonly data: string
  readonly tls: { readonly key: string; readonly cert: string } | undefined
  readonly smarthost: string
  /** The text of sms.ini and of sms.routes.ini. */
  readonly smsIni: string
  readonly routesIni: string
  readonly settings: Settings
}

export type ProfileReading =
  | { readonly ok: true; readonly profile: Profile }
  | { readonly ok: false; readonly problems: readonly string[] }

const endpoint = text(
  'an address and port such as 127.0.0.1:2525',
  /^(\[[0-9a-fA-F:]+\]|[^\s:[\]]+):(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])$/,
)
const optionalEndpoint = text(
  'an address and port such as 127.0.0.1:8025, or nothing',
  /^((\[[0-9a-fA-F:]+\]|[^\s:[\]]+):(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]))?$/,
)

const table: Record<string, Record<string, { type: SettingType<string>; default: string }>> = {
  server: {
    smtp: { type: endpoint, default: '127.0.0.1:2525' },
    pages: { type: optionalEndpoint, default: '127.0.0.1:8025' },
    name: { type: text('a host name', /^[a-zA-Z0-9.-]+$/), default: 'sms.test' },
    nodes: { type: text('a number of workers, or cpus', /^(\d{1,3}|cpus)$/), default: '0' },
    log_level: { type: oneOf('debug', 'info', 'notice', 'warn', 'error'), default: 'warn' },
    data: { type: text('a directory', /./), default: 'var' },
  },
  tls: {
    key: { type: text(), default: '' },
    cert: { type: text(), default: '' },
  },
  outgoing: {
    smarthost: {
      type: secret(
        'host:port or smtp://user:password@host:port, or nothing',
        /^(smtp:\/\/\S+|[^\s:]+:\d{1,5})?$/,
      ),
      default: '',
    },
  },
}

/** What `over` says counts before what the file says, also of a route that is in both. */
export function readProfile(source: string, file = 'haraka.ini', over = ''): ProfileReading {
  const { ini, problems } = readIni(`${source}\n${over}`, file)
  const routesTwice = readIni(source, file).repeated.filter(({ section }) => isRoute(section))
  problems.push(...routesTwice.map(({ problem }) => problem))
  const value = readOwn(ini, file, problems)
  const listener = reachable(readEndpoint(value('server', 'smtp')))
  const smsIni = writeIni(smsSections(ini, `${listener.host}:${listener.port}`))
  const settings = readSettings(smsIni, file, [...Object.keys(table), 'route NAME'])
  if (!settings.ok) problems.push(...settings.problems)
  const routes = readRoutes(writeIni(routeSections(ini, '')), realWorld(), file)
  if (!routes.ok) problems.push(...routes.problems)
  const [key, cert] = [value('tls', 'key'), value('tls', 'cert')]
  if ((key === '') !== (cert === '')) problems.push(`${file} [tls]: key and cert belong together`)
  const pages = value('server', 'pages')
  if (sharePort(value('server', 'smtp'), pages))
    problems.push(
      `${file} [server]: smtp and pages cannot both have port ${readEndpoint(pages).port}`,
    )
  if (problems.length > 0 || !settings.ok) return { ok: false, problems }
  const profile = {
    smtp: readEndpoint(value('server', 'smtp')),
    pages: pages === '' ? undefined : readEndpoint(pages),
    name: value('server', 'name'),
    nodes: value('server', 'nodes'),
    logLevel: value('server', 'log_level'),
    data: value('server', 'data'),
    tls: key === '' ? undefined : { key, cert },
    smarthost: value('outgoing', 'smarthost'),
    smsIni,
    routesIni: writeIni(routeSections(ini, 'route ')),
    settings: settings.settings,
  }
  return { ok: true, profile }
}

/** On one address, or where one of them is all addresses. */
function sharePort(smtp: string, pages: string): boolean {
  const [one, other] = [readEndpoint(smtp), readEndpoint(pages)]
  const isAll = ({ host }: Endpoint): boolean => reachable({ host, port: 0 }).host !== host
  return one.port === other.port && (one.host === other.host || isAll(one) || isAll(other))
}

/** Where the server itself and its pages reach a listener that may be open to all addresses. */
export function reachable({ host, port }: Endpoint): Endpoint {
  if (host === '0.0.0.0') return { host: '127.0.0.1', port }
  return host === '[::]' || host === '[::0]' ? { host: '[::1]', port } : { host, port }
}

function readOwn(ini: Ini, file: string, problems: string[]): (s: string, k: string) => string {
  const values = new Map<string, string>()
  for (const [section, keys] of Object.entries(table)) {
    for (const name of ini.get(section)?.keys() ?? []) {
      if (!Object.hasOwn(keys, name))
        problems.push(
          `${file} [${section}] ${name}: no such setting; there are ${Object.keys(keys).join(', ')}`,
        )
    }
    for (const [name, setting] of Object.entries(keys)) {
      const reading = setting.type.read(ini.get(section)?.get(name) ?? setting.default)
      if (!reading.ok) problems.push(`${file} [${section}] ${name}: ${reading.problem}`)
      values.set(`${section}.${name}`, reading.ok ? reading.value : setting.default)
    }
  }
  return (section, name) => values.get(`${section}.${name}`) ?? ''
}

function smsSections(ini: Ini, listener: string): Map<string, ReadonlyMap<string, string>> {
  const sections = new Map([...ini].filter(([name]) => !(name in table) && !isRoute(name)))
  const demo = ini.get('demo') ?? new Map<string, string>()
  return sections.set('demo', new Map([['smtp', listener], ...demo]))
}

/** The sections of routes, their names without `prefix`. */
function routeSections(ini: Ini, prefix: string): Map<string, ReadonlyMap<string, string>> {
  const routes = [...ini].filter(([name]) => isRoute(name))
  return new Map(routes.map(([name, keys]) => [name.slice(prefix.length).trim(), keys]))
}

function isRoute(section: string): boolean {
  return section.startsWith('route ')
}

function writeIni(sections: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const lines: string[] = []
  for (const [name, keys] of sections) {
    lines.push(`[${name}]`, ...[...keys].map(([key, value]) => `${key} = ${value}`), '')
  }
  return lines.join('\n')
}

function readEndpoint(said: string): Endpoint {
  const colon = said.lastIndexOf(':')
  return { host: said.slice(0, colon), port: Number(said.slice(colon + 1)) }
}
