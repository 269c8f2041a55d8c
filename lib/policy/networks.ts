// Networks as admins write them: 192.0.2.0/24, 2001:db8::/32 or one address.
import { BlockList, isIP } from 'node:net'

/** Whether an address lies in one of the networks; one that is not understood holds no address. */
export function isInside(ip: string, networks: readonly string[]): boolean {
  if (networks.length === 0) return false
  const question = `${ip} ${networks.join(' ')}`
  const known = answers.get(question)
  if (known !== undefined) return known
  const family = familyOf(ip)
  const answer = family !== undefined && listOf(networks).check(ip, family)
  if (answers.size >= mostAnswers) answers.clear()
  answers.set(question, answer)
  return answer
}

/** Every mail asks the same few; to build a list and to ask it cost many times as much. */
const answers = new Map<string, boolean>()
const mostAnswers = 1_000

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) addNetwork(list, network)
  return list
}

/** Whether a text is a network that isInside understands. */
export function isNetwork(text: string): boolean {
  return addNetwork(new BlockList(), text)
}

function addNetwork(list: BlockList, text: string): boolean {
  const [address = '', length, ...rest] = text.split('/')
  const family = familyOf(address)
  if (family === undefined || rest.length > 0) return false
  const widest = family === 'ipv4' ? 32 : 128
  const bits = length === undefined ? widest : /^\d{1,3}$/.test(length) ? Number(length) : -1
  if (bits < 0 || bits > widest) return false
  list.addSubnet(address, bits, family)
  return true
}

function familyOf(ip: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(ip)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined
}
