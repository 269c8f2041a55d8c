// Whether an SPF record (RFC 7208) lets an address send, as far as its mechanisms are simple ones.
// What takes macros, ptr or exists is `unsure`, and so is a record with too many look-ups.
import { isInside } from '../../policy/networks.ts'
import type { Names } from './names.ts'

export type SpfVerdict = 'yes' | 'no' | 'unsure'

/** RFC 7208 4.6.4. */
const mostLookups = 10

export function judgeSpf(
  record: string,
  domain: string,
  ip: string,
  names: Names,
): Promise<SpfVerdict> {
  return new Judge(ip, names).judge(record, domain)
}

class Judge {
  readonly #ip: string
  readonly #names: Names
  #lookups = 0

  constructor(ip: string, names: Names) {
    this.#ip = ip
    this.#names = names
  }

  async judge(record: string, domain: string): Promise<SpfVerdict> {
    const terms = record.split(/\s+/).slice(1)
    for (const term of terms) {
      const [, qualifier = '', mechanism = ''] = /^([+?~-]?)(.*)$/.exec(term) ?? []
      if (mechanism.includes('=')) continue
      const matches = await this.#matches(mechanism, domain)
      if (matches === 'unsure') return 'unsure'
      if (matches === 'yes') return qualifier === '' || qualifier === '+' ? 'yes' : 'no'
    }
    const redirect = /\sredirect=([^\s%]+)/i.exec(record)?.[1]
    return redirect === undefined ? 'no' : this.#included(redirect)
  }

  async #matches(mechanism: string, domain: string): Promise<SpfVerdict> {
    if (mechanism.includes('%')) return 'unsure'
    const [, name = '', value = '', bits = ''] =
      /^([a-z0-9]+)(?::([^/]+(?:\/\d+)?))?(\/.*)?$/i.exec(mechanism) ?? []
    switch (name.toLowerCase()) {
      case 'all':
        return 'yes'
      case 'ip4':
      case 'ip6':
        return isInside(this.#ip, [mechanism.slice(4)]) ? 'yes' : 'no'
      case 'a':
        return this.#isOf([value || domain], bits)
      case 'mx':
        return this.#isOf(await this.#names.exchanges(value || domain), bits)
      case 'include':
        return this.#included(value)
      default:
        return 'unsure'
    }
  }

  async #isOf(hosts: readonly string[], bits: string): Promise<SpfVerdict> {
    if (bits !== '' || ++this.#lookups > mostLookups) return 'unsure'
    const addresses = (await Promise.all(hosts.map((host) => this.#names.addresses(host)))).flat()
    return isInside(this.#ip, addresses) ? 'yes' : 'no'
  }

  async #included(domain: string): Promise<SpfVerdict> {
    if (++this.#lookups > mostLookups) return 'unsure'
    const record = (await this.#names.texts(domain)).find((text) => /^v=spf1( |$)/i.test(text))
    return record === undefined ? 'unsure' : this.judge(record, domain)
  }
}
