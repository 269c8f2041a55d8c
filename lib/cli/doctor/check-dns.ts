// Whether other mail servers find the SMS domains here, and believe the mails that come from them.
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { isInside } from '../../policy/networks.ts'
import { voiceOf, type Finding } from './finding.ts'
import type { HarakaFiles, House } from './house.ts'
import { isForTrying } from './check-settings.ts'
import { judgeSpf } from './spf-record.ts'
import type { Names } from './names.ts'

const { good, advice, fault } = voiceOf('dns')

export interface DnsWorld {
  readonly names: Names
  /** By which others may reach this machine. */
  readonly addresses: readonly string[]
}

export async function checkDns(house: House, world: DnsWorld): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const domain of house.settings.domains.keys()) {
    if (isForTrying(domain)) {
      findings.push(good(`${domain} is a name for trying: no name server has it.`))
      continue
    }
    try {
      findings.push(
        ...(await checkMx(domain, world)),
        ...(await checkSpf(domain, house.files, world)),
        ...(await checkDkim(domain, house.files, world.names)),
        ...(await checkDmarc(domain, world.names)),
      )
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      findings.push(
        fault(
          `The name servers do not answer about ${domain}: ${why}.`,
          'See /etc/resolv.conf, or name another server with --dns.',
        ),
      )
    }
  }
  return findings
}

async function checkMx(domain: string, { names, addresses }: DnsWorld): Promise<Finding[]> {
  const exchanges = await names.exchanges(domain)
  if (exchanges.includes(''))
    return [
      fault(
        `The MX of ${domain} says that it takes no mail.`,
        `Set the MX of ${domain} to this host.`,
      ),
    ]
  // RFC 5321 5.1: without an MX the address of the domain itself counts.
  const hosts = exchanges.length === 0 ? [domain] : exchanges
  const found = (await Promise.all(hosts.map((host) => names.addresses(host)))).flat()
  if (found.length === 0)
    return [
      fault(
        exchanges.length === 0
          ? `${domain} has neither an MX nor an address: no mail server finds it.`
          : `The MX of ${domain}, ${hosts.join(', ')}, has no address.`,
        `Add to the zone: ${domain}. MX 10 and the name of this host, and an A record for that name.`,
      ),
    ]
  if (!found.some((address) => addresses.includes(address)))
    return [
      advice(
        `Mail to ${domain} goes to ${hosts.join(', ')} (${found.join(', ')}), which is none of the addresses of this machine.`,
        'Point the MX here; behind a router or a server in front, name its address with --address.',
      ),
    ]
  return [good(`Mail to ${domain} comes here, to ${hosts.join(', ')}.`)]
}

async function checkSpf(
  domain: string,
  files: HarakaFiles,
  { names, addresses }: DnsWorld,
): Promise<Finding[]> {
  const records = (await names.texts(domain)).filter((text) => /^v=spf1( |$)/i.test(text))
  const [record, second] = records
  if (record === undefined)
    return [
      advice(
        `${domain} has no SPF record: answers from phones may be taken for spam.`,
        `Add to the zone: ${domain}. TXT "v=spf1 mx -all"`,
      ),
    ]
  if (second !== undefined)
    return [
      fault(`${domain} has ${records.length} SPF records, so none counts.`, 'Leave one of them.'),
    ]
  if (/(^|\s)\+?all(\s|$)/i.test(record))
    return [
      advice(`The SPF record of ${domain} lets everybody write in its name.`, 'End it with -all.'),
    ]
  const ours = addresses.filter((address) => !isPrivate(address))
  if (files.isOn('relay.ini', 'relay', 'force_routing') || ours.length === 0)
    return [good(`${domain} has an SPF record.`)]
  const verdicts = await Promise.all(ours.map((ip) => judgeSpf(record, domain, ip, names)))
  if (verdicts.every((verdict) => verdict === 'no'))
    return [
      fault(
        `The SPF record of ${domain} does not name this machine (${ours.join(', ')}): other servers refuse its mails.`,
        `Add ip${isIP(ours[0] ?? '')}:${ours[0]} to it.`,
      ),
    ]
  return [
    good(
      `${domain} has an SPF record${verdicts.includes('yes') ? ' that names this machine' : ''}.`,
    ),
  ]
}

function isPrivate(address: string): boolean {
  const networks = [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '127.0.0.0/8',
    '169.254.0.0/16',
  ]
  return isInside(address, [...networks, '100.64.0.0/10', '::1', 'fc00::/7', 'fe80::/10'])
}

async function checkDkim(domain: string, files: HarakaFiles, names: Names): Promise<Finding[]> {
  const signer = signerOf(domain, files)
  if (!files.hasPlugin('dkim') || !files.isOn('dkim.ini', 'sign', 'enabled') || !signer)
    return [
      advice(
        `Mails from ${domain} are not signed: answers from phones may be taken for spam.`,
        files.areMade
          ? 'Name a smarthost that signs them in [outgoing] of haraka.ini: the server that is made from it signs nothing.'
          : 'Add dkim to config/plugins, enabled=true to [sign] of dkim.ini, and make a key; docs/operations.md says how.',
      ),
    ]
  const name = `${signer.selector}._domainkey.${signer.domain}`
  const record = (await names.texts(name)).find((text) => /\bp=/.test(text))
  const published = record && /\bp=([^;]*)/.exec(record)?.[1]?.replace(/\s/g, '')
  const ours = publicKeyOf(signer.key)
  if (ours === undefined)
    return [fault(`The DKIM key of ${signer.domain} cannot be read.`, 'Make a new one.')]
  if (published === undefined || published === '')
    return [
      fault(
        `${name} has no key: signed mails from ${domain} look forged.`,
        `Add to the zone: ${name}. TXT "v=DKIM1; k=rsa; p=${ours}"`,
      ),
    ]
  if (published !== ours)
    return [
      fault(
        `${name} holds another key than the one that signs.`,
        `Set it to "v=DKIM1; k=rsa; p=${ours}", or put the old key back.`,
      ),
    ]
  return [good(`Mails from ${domain} are signed, and ${name} proves it.`)]
}

interface Signer {
  readonly domain: string
  readonly selector: string
  readonly key: string
}

/** The key that Haraka's plugin takes: of the domain, of one above it, or the one for all. */
function signerOf(domain: string, files: HarakaFiles): Signer | undefined {
  for (let name = domain; name.includes('.'); name = name.slice(name.indexOf('.') + 1)) {
    const [selector] = files.lines(join('dkim', name, 'selector'))
    const key = files.text(join('dkim', name, 'private'))
    if (selector !== undefined && key !== '') return { domain: name, selector, key }
  }
  const key = files.text('dkim.private.key')
  const selector = files.value('dkim.ini', 'sign', 'selector')
  const signing = files.value('dkim.ini', 'sign', 'domain')
  return key === '' || selector === undefined || signing === undefined
    ? undefined
    : { domain: signing, selector, key }
}

function publicKeyOf(pem: string): string | undefined {
  try {
    const key = createPublicKey(createPrivateKey(pem))
    return key.export({ type: 'spki', format: 'der' }).toString('base64')
  } catch {
    return undefined
  }
}

/** RFC 7489 6.6.3: of the domain, or of the organisation above it. */
async function checkDmarc(domain: string, names: Names): Promise<Finding[]> {
  const labels = domain.split('.')
  for (let first = 0; first <= labels.length - 2; first++) {
    const name = `_dmarc.${labels.slice(first).join('.')}`
    const record = (await names.texts(name)).find((text) => /^v=DMARC1\b/i.test(text))
    if (record !== undefined) return [good(`${name} says what is done with forged mails.`)]
  }
  return [
    advice(
      `${domain} has no DMARC record: nobody is told what to do with forged mails.`,
      `Add to the zone: _dmarc.${domain}. TXT "v=DMARC1; p=quarantine"`,
    ),
  ]
}
