// Networks as admins write them: 192.0.2.0/24, 2001:db8::/32 or one address.
import { BlockList, isIP } from 'node:net'

/** Whether an address lies in one of the networks; one that is not understood holds no address. */
export function isInside(ip: string, networks: readonly string[]): boolean {
  const family = networks.length === 0 ? undefined : familyOf(ip)
  if (family === undefined) return false
  const { list, answers } = listOf(networks)
  const known = answers.get(ip)
  if (known !== undefined) return known
  const answer = list.check(ip, family)
  if (ip.length > longestIp) return answer
  if (answers.size >= mostAnswers) answers.clear()
  answers.set(ip, answer)
  return answer
}

/** To build one costs more than to ask it, and that more than to remember: every mail asks the same few. */
interface KnownList {
  readonly list: BlockList
  readonly answers: Map<string, boolean>
}

const lists = new Map<string, KnownList>()
const mostLists = 1_000
const mostAnswers = 100
/** What is longer has a zone, which may be any text. */
const longestIp = 45

function listOf(networks: readonly string[]): KnownList {
  const name = networks.join(' ')
  const known = lists.get(name)
  if (known !== undefined) return known
  const made = { list: new BlockList(), answers: new Map<string, boolean>() }
  for (const network of networks) addNetwork(made.list, network)
  if (lists.size >= mostLists) lists.clear()
  lists.set(name, made)
  return made
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
