// Whether the listeners answer as they are configured: SMTP with what it should offer, the pages, TLS.
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { once } from 'node:events'
import { reachable, type Endpoint } from '../profile.ts'
import { SmtpClient, type SmtpReply } from '../smtp-client.ts'
import { isForTrying } from './check-settings.ts'
import { voiceOf, type Finding } from './finding.ts'
import type { HarakaFiles, House } from './house.ts'

const { good, advice, fault } = voiceOf('ports')
const patience = 5_000

export async function checkPorts(house: House, now: number): Promise<Finding[]> {
  const { files, settings } = house
  const listeners = endpoints(files.value('smtp.ini', 'main', 'listen') ?? '[::0]:25')
  const smtp = await Promise.all(listeners.map((one) => checkSmtp(one, files)))
  const isReal = [...settings.domains.keys()].some((domain) => !isForTrying(domain))
  const to25 =
    isReal && !listeners.some(({ port }) => port === 25)
      ? [
          advice(
            'Other mail servers speak to port 25, where this one does not listen.',
            'Add :25 to listen in smtp.ini, unless a server in front passes mail on.',
          ),
        ]
      : []
  return [...smtp.flat(), ...to25, ...checkTls(files, now), ...(await checkPages(house))]
}

function endpoints(listen: string): Endpoint[] {
  return listen
    .split(/[\s,]+/)
    .filter((one) => one !== '')
    .map((one) => {
      const colon = one.lastIndexOf(':')
      return { host: one.slice(0, colon), port: Number(one.slice(colon + 1)) }
    })
}

async function checkSmtp(listener: Endpoint, files: HarakaFiles): Promise<Finding[]> {
  const { host, port } = reachable(listener)
  const name = `${host}:${port}`
  // TLS from the first byte: RFC 8314 3.3.
  if (port === 465 || files.value('smtp.ini', 'main', 'smtps_port') === String(port))
    return [
      (await isOpen({ host, port })) ? good(`SMTP with TLS listens on ${name}.`) : silent(name),
    ]
  try {
    const client = await SmtpClient.connect({ host, port }, patience)
    const offers = await client.command('EHLO doctor.invalid')
    await client.quit()
    if (!isHaraka(client.greeting, files)) return [stranger('mail', name)]
    if (client.greeting.code !== 220)
      return [fault(`${name} greets with ${client.greeting.code}.`, "See Haraka's log.")]
    const has = (word: string): boolean => offers.lines.some((line) => line.startsWith(word))
    const tls = files.hasPlugin('tls') && !has('STARTTLS')
    return tls
      ? [
          fault(
            `${name} takes mail, but does not offer STARTTLS though the plugin tls is loaded.`,
            'See the files of key and certificate in tls.ini, and restart Haraka.',
          ),
        ]
      : [good(`SMTP answers on ${name}${has('STARTTLS') ? ', with STARTTLS' : ''}.`)]
  } catch {
    return [silent(name)]
  }
}

/** Haraka names itself, unless connection.ini has another greeting. A refusal has other words. */
function isHaraka({ code, lines }: SmtpReply, files: HarakaFiles): boolean {
  const own = /^[ \t]*greeting(?:\[\])?[ \t]*=[ \t]*(\S.*?)[ \t]*$/gm
  const greetings = [...files.text('connection.ini').matchAll(own)].map(([, text = '']) => text)
  const said = lines.join('\n')
  return code !== 220 || ['Haraka', ...greetings].some((text) => said.includes(text))
}

function stranger(what: 'mail' | 'pages', name: string): Finding {
  return fault(
    `Another program answers on ${name}, where ${what === 'mail' ? 'Haraka takes mail' : 'the pages are'}.`,
    `End that program, or name another port in ${what === 'mail' ? 'smtp.ini' : 'http.ini'}, and restart Haraka.`,
  )
}

function silent(name: string): Finding {
  return fault(
    `Nothing takes mail on ${name}.`,
    'Start Haraka; when it runs, its log says what hinders it, or listen in smtp.ini is another one.',
  )
}

async function isOpen({ host, port }: Endpoint): Promise<boolean> {
  const socket = connect(port, host.replace(/^\[|\]$/g, ''))
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patience) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

async function checkPages({ files, settings }: House): Promise<Finding[]> {
  const listen = files.value('http.ini', 'main', 'listen')
  if (listen === undefined || listen === '')
    return settings.main.public_url === ''
      ? [good('The pages are switched off: http.ini has no listen.')]
      : [
          fault(
            'public_url is set, but the pages are switched off.',
            'Write listen=127.0.0.1:8025 into http.ini.',
          ),
        ]
  const listeners = endpoints(listen)
  const findings = await Promise.all(listeners.map(reachable).map(checkPage))
  return [...findings.flat(), ...checkProxy(listeners, settings)]
}

/** Who offers TLS for pages that have none themselves is a proxy. */
function checkProxy(listeners: readonly Endpoint[], { main }: House['settings']): Finding[] {
  const isBehind =
    main.public_url.startsWith('https://') && listeners.every(({ port }) => port !== 443)
  return isBehind && main.web_proxies.length === 0
    ? [
        fault(
          `The pages are reached by ${main.public_url}, but web_proxies names no proxy: whoever comes through it may look like this host.`,
          'Write its address, as the pages see it, into web_proxies of [main] in sms.ini, and let it send X-Forwarded-For.',
        ),
      ]
    : []
}

async function checkPage({ host, port }: Endpoint): Promise<Finding[]> {
  const name = `${host}:${port}`
  if (port === 443)
    return [(await isOpen({ host, port })) ? good(`The pages listen on ${name}.`) : noPages(name)]
  try {
    const url = `http://${name}/health`
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) })
    const said = await response.text()
    if (said === '{"status":"ok"}') return [good(`The pages answer on ${name}.`)]
    return [said === '{"status":"unavailable"}' ? noDatabase(name) : stranger('pages', name)]
  } catch {
    return [noPages(name)]
  }
}

function noDatabase(name: string): Finding {
  return fault(`The pages on ${name} have no database.`, "See Haraka's log for why.")
}

function noPages(name: string): Finding {
  return fault(
    `The pages do not answer on ${name}.`,
    "Start Haraka; when it runs, see its log for http: the port may be another program's.",
  )
}

function checkTls(files: HarakaFiles, now: number): Finding[] {
  if (!files.hasPlugin('tls')) return []
  const path = (key: 'key' | 'cert'): string => {
    const file = files.value('tls.ini', 'main', key) ?? `tls_${key}.pem`
    return file.startsWith('/') ? file : files.path(file)
  }
  const read = (key: 'key' | 'cert'): string | Finding => {
    try {
      return readFileSync(path(key), 'utf8')
    } catch {
      return fault(`The file ${path(key)} of tls.ini cannot be read.`, `Set ${key} in tls.ini.`)
    }
  }
  const [key, cert] = [read('key'), read('cert')]
  const unread = [key, cert].filter((one) => typeof one !== 'string')
  return typeof key === 'string' && typeof cert === 'string'
    ? checkCertificate(cert, key, files, now)
    : unread
}

function checkCertificate(cert: string, key: string, files: HarakaFiles, now: number): Finding[] {
  const renew = 'Renew it, and restart Haraka.'
  try {
    const certificate = new X509Certificate(cert)
    const days = Math.floor((Date.parse(certificate.validTo) - now) / 86_400_000)
    const [host = ''] = files.lines('me')
    if (!certificate.checkPrivateKey(createPrivateKey(key)))
      return [fault('Key and certificate of tls.ini do not belong together.', renew)]
    if (days < 0) return [fault(`The certificate ended on ${certificate.validTo}.`, renew)]
    if (days < 14) return [advice(`The certificate ends in ${days} days.`, renew)]
    if (host !== '' && certificate.checkHost(host) === undefined)
      return [
        advice(
          `The certificate is not for ${host}, the name in config/me.`,
          'Have one made for that name.',
        ),
      ]
    return [good(`The certificate is good for ${days} days.`)]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [fault(`Key or certificate of tls.ini cannot be used: ${why}.`, renew)]
  }
}
