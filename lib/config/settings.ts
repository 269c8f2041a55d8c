// The one table of settings: it reads, bounds and documents every key of sms.ini.
//
// readSettings never throws. It answers either the whole of the settings or a list of sentences, each
// of which names file, section, key and what is wrong, so that a start stops with them and a reload
// keeps what it had. A test holds config/sms.ini against this table.
import { asciiDomain } from '../mail/address/mail-address.ts'
import { readIni, type Ini } from './ini.ts'
import { accountsSection } from './sections/accounts.ts'
import { alarmsSection } from './sections/alarms.ts'
import { deliverySection } from './sections/delivery.ts'
import { demoSection } from './sections/demo.ts'
import { limitsSection } from './sections/limits.ts'
import { mainSection } from './sections/main.ts'
import { numbersSection } from './sections/numbers.ts'
import { textSection } from './sections/text.ts'
import { trustSection } from './sections/trust.ts'
import { readTable, type Values } from './table.ts'

/** Each section stands in a file of its name. */
export const settingsTable = {
  main: mainSection,
  trust: trustSection,
  accounts: accountsSection,
  numbers: numbersSection,
  text: textSection,
  limits: limitsSection,
  delivery: deliverySection,
  alarms: alarmsSection,
  demo: demoSection,
} as const

type Sections = { readonly [S in keyof typeof settingsTable]: Values<(typeof settingsTable)[S]> }

export type Settings = Sections & {
  /** The SMS domains in lower case, each with the path of the group it is bound to, '' for Master. */
  readonly domains: ReadonlyMap<string, string>
}

export type SettingsReading =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Reads the text of sms.ini; what it does not name has its default. `others`: sections of its file that others read. */
export function readSettings(
  source: string,
  file = 'sms.ini',
  others: readonly string[] = [],
): SettingsReading {
  const { ini, problems } = readIni(source, file)
  problems.push(...unknownSections(ini, file, others))
  const sections: Record<string, unknown> = {}
  for (const [section, table] of Object.entries(settingsTable)) {
    sections[section] = readTable(table, ini.get(section), (key, problem) =>
      problems.push(`${file} [${section}] ${key}: ${problem}`),
    )
  }
  const domains = readDomains(ini, file, problems)
  if (problems.length > 0) return { ok: false, problems }
  // Each section was read by its own table.
  return { ok: true, settings: { ...(sections as Sections), domains } }
}

function unknownSections(ini: Ini, file: string, others: readonly string[]): string[] {
  const known = [...others, 'domains', ...Object.keys(settingsTable)]
  return [...ini.keys()]
    .filter((section) => !known.includes(section))
    .map((section) => `${file} [${section}]: no such section; there are ${known.join(', ')}`)
}

const domainName = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/

function readDomains(ini: Ini, file: string, problems: string[]): ReadonlyMap<string, string> {
  const domains = new Map<string, string>()
  for (const [key, group] of ini.get('domains') ?? []) {
    const domain = asciiDomain(key)
    if (!domainName.test(domain)) problems.push(`${file} [domains] ${key}: not a domain name`)
    else if (domains.has(domain)) problems.push(`${file} [domains] ${key}: it is there twice`)
    else domains.set(domain, group)
  }
  return domains
}
