// The content of an S/MIME mail that is signed and wrapped in one (RFC 8551 3.5.2): SignedData of
// RFC 5652 in BER or DER. The signature is not checked here; nothing is trusted for it.
// Guarantees: never throws; answers undefined for what is encrypted, damaged or something else;
// reads `maxElements` elements at most, as each of two octets would cost a hundred times as much memory.

interface Element {
  tag: number
  /** Children of a constructed element; none of a primitive one. */
  children: Element[]
  content: Buffer
}

const sequence = 0x30
const explicit = 0xa0
const octets = 0x04
const constructedOctets = 0x24
/** 1.2.840.113549.1.7.2 */
const signedData = Buffer.from('2a864886f70d010702', 'hex')
/** The path goes six levels down; certificates are not looked into. */
const maxDepth = 8
/** A content of 25 MB in the pieces of 1,000 octets that mailers write, four times. */
const maxElements = 100_000

interface Budget {
  elements: number
}

export function signedContent(bytes: Buffer): Buffer | undefined {
  const budget = { elements: maxElements }
  const [type, wrapped] = readElement(bytes, 0, 0, budget)?.element.children ?? []
  if (type === undefined || !type.content.equals(signedData)) return undefined
  const data = wrapped?.tag === explicit ? wrapped.children[0] : undefined
  const encapsulated = data?.children.find(({ tag }) => tag === sequence)
  const content = encapsulated?.children.find(({ tag }) => tag === explicit)?.children[0]
  return content === undefined ? undefined : octetString(content)
}

function octetString({ tag, children, content }: Element): Buffer | undefined {
  if (tag === octets) return content
  if (tag !== constructedOctets) return undefined
  return Buffer.concat(children.flatMap((child) => octetString(child) ?? []))
}

/** Reads the element at `at`; `next` is where the one after it begins. */
function readElement(
  bytes: Buffer,
  at: number,
  depth: number,
  budget: Budget,
): { element: Element; next: number } | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || depth > maxDepth) return undefined
  if (budget.elements-- <= 0) return undefined
  // X.690 8.1.3: short, long or indefinite length.
  if (first === 0x80) return readIndefinite(bytes, tag, at + 2, depth, budget)
  const width = first < 0x80 ? 0 : first & 0x7f
  if (width > 4 || at + 2 + width > bytes.length) return undefined
  const length = width === 0 ? first : bytes.readUIntBE(at + 2, width)
  const start = at + 2 + width
  const content = bytes.subarray(start, start + length)
  const children = (tag & 0x20) === 0 ? [] : readChildren(content, depth + 1, budget)
  return { element: { tag, children, content }, next: start + length }
}

function readChildren(bytes: Buffer, depth: number, budget: Budget): Element[] {
  const children: Element[] = []
  for (let at = 0; at < bytes.length;) {
    const read = readElement(bytes, at, depth, budget)
    if (read === undefined) break
    children.push(read.element)
    at = read.next
  }
  return children
}

/** X.690 8.1.3.6: elements until two zero octets. */
function readIndefinite(
  bytes: Buffer,
  tag: number,
  start: number,
  depth: number,
  budget: Budget,
): { element: Element; next: number } | undefined {
  const children: Element[] = []
  let at = start
  while (at + 1 < bytes.length && !(bytes[at] === 0 && bytes[at + 1] === 0)) {
    const read = readElement(bytes, at, depth + 1, budget)
    if (read === undefined) return undefined
    children.push(read.element)
    at = read.next
  }
  return { element: { tag, children, content: bytes.subarray(start, at) }, next: at + 2 }
}
