// Settings that can be read and are still not what somebody would want.
import { domainOf } from '../../mail/proof/alignment.ts'
import { voiceOf, type Finding } from './finding.ts'
import type { House } from './house.ts'

const about = voiceOf('settings')
const trusting = voiceOf('trust')

export function checkSettings({ settings, routes }: House): Finding[] {
  const { domains, main, demo } = settings
  const findings: Finding[] = []
  if (domains.size === 0)
    findings.push(
      about.fault(
        'No SMS domain is set: no mail becomes an SMS.',
        'Write a line such as "sms.example.org =" below [domains] in sms.ini.',
      ),
    )
  if (main.operator === '')
    findings.push(
      about.advice(
        'Nobody hears of faults: routes that are down, wrong PINs, mails that bounce.',
        'Write operator = and your address into [main] of sms.ini.',
      ),
    )
  else if (domains.has(domainOf(main.operator)))
    findings.push(
      about.fault(
        `The operator, ${main.operator}, has an address in an SMS domain: no mail reaches it.`,
        'Name another address as operator in sms.ini.',
      ),
    )
  if (main.public_url === '')
    findings.push(
      about.advice(
        'public_url is not set: texts cannot hold links by which a phone says no.',
        'Write the address of the pages as phones reach it into [main] of sms.ini.',
      ),
    )
  else if (!main.public_url.startsWith('https://'))
    findings.push(
      about.advice(
        `public_url, ${main.public_url}, is not https: links can be read on the way.`,
        'Put the pages behind a server with TLS, and name its https address.',
      ),
    )
  const isReal = [...domains.keys()].some((domain) => !isForTrying(domain))
  if (isReal && demo.mailbox !== '')
    findings.push(
      about.advice(
        `Mail to ${demo.mailbox} is kept in the mailbox of the demo, not delivered.`,
        'Take mailbox out of [demo] in sms.ini.',
      ),
    )
  if (isReal && routes.table.routes.some(({ type }) => type === 'phone'))
    findings.push(
      about.advice(
        'A virtual phone takes messages: what goes there reaches nobody.',
        'Take the section with type = phone out of sms.routes.ini, or give it prefixes.',
      ),
    )
  if (findings.length === 0) findings.push(about.good('The settings are sound.'))
  return [...findings, ...checkTrust(settings.trust), ...checkNetworks(main)]
}

/** Who is believed, and who sees figures and virtual phones. */
function checkNetworks(main: House['settings']['main']): Finding[] {
  const names = ['web_proxies', 'metrics_networks', 'phone_networks'] as const
  return names.flatMap((name) =>
    main[name].filter(isTooWide).map((network) => tooWide(network, name)),
  )
}

/** RFC 2606 and RFC 6761: names that no name server has. */
export function isForTrying(domain: string): boolean {
  return /(^|\.)(test|example|invalid|localhost)$/.test(domain)
}

function checkTrust(trust: House['settings']['trust']): Finding[] {
  const { advice, fault, good } = trusting
  const findings: Finding[] = []
  if (trust.trust.length === 0)
    findings.push(
      fault(
        'trust is empty: only replies to an SMS are believed.',
        'Name proofs in [trust] of sms.ini.',
      ),
    )
  if (trust.front_servers.length > 0 && trust.front_server_id === '')
    findings.push(
      advice(
        'front_servers are set without front_server_id: nothing proves what they pass on but keys, logins and networks.',
        'Write the name with which their Authentication-Results begin into front_server_id.',
      ),
    )
  if (trust.front_server_id !== '' && trust.front_servers.length === 0)
    findings.push(
      fault(
        'front_server_id is set without front_servers: no Authentication-Results count.',
        'Write the addresses of those servers into front_servers.',
      ),
    )
  if (trust.key_needs.length > 0 && !trust.trust.includes('key'))
    findings.push(
      advice(
        'key_needs is set, but trust does not take keys.',
        'Add key to trust, or empty key_needs.',
      ),
    )
  for (const network of trust.front_servers.filter(isTooWide))
    findings.push(tooWide(network, 'front_servers'))
  if (findings.length === 0) findings.push(good(`Senders are proved by ${trust.trust.join(', ')}.`))
  return findings
}

export function tooWide(network: string, where: string): Finding {
  return trusting.fault(
    `${network} in ${where} is so wide that strangers are inside.`,
    'List the few addresses that are meant.',
  )
}

/** Larger than any network of one owner; the private ones of RFC 1918 and RFC 4193 are theirs. */
export function isTooWide(network: string): boolean {
  const [address = '', length] = network.split('/')
  if (length === undefined) return false
  const bits = Number(length)
  if (address.includes(':')) return bits < (/^f[cd]/i.test(address) ? 8 : 32)
  return bits < (/^(10|127)\./.test(address) ? 8 : /^(172\.|192\.168\.)/.test(address) ? 12 : 16)
}
