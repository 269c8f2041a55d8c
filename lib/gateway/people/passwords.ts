// Passwords: scrypt with what is recommended for it (32 MB, RFC 7914), a salt each, the cost beside the
// hash so that it can be raised later.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { FewAtOnce } from '../../threads/few-at-once.ts'

const cost = 2 ** 15
const blockSize = 8
const length = 32
/** Each takes one of the four threads in which Haraka also writes its files, for a tenth of a second or more. */
const derivations = new FewAtOnce(2)

export const leastPasswordLength = 10
const mostPasswordLength = 200

export function isPassword(text: string): boolean {
  return text.length >= leastPasswordLength && text.length <= mostPasswordLength
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return ['scrypt', cost, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Takes as long for a person without a password, or for nobody. */
export async function isRightPassword(
  password: string,
  stored: string | null | undefined,
): Promise<boolean> {
  const [kind, n, salt = '', hash = ''] = (stored ?? '').split('$')
  const isThere = kind === 'scrypt'
  const found = await derive(
    password.slice(0, mostPasswordLength),
    Buffer.from(isThere ? salt : 'nobody', 'base64url'),
    isThere ? Number(n) : cost,
  )
  const wanted = Buffer.from(hash, 'base64url')
  return isThere && wanted.length === found.length && timingSafeEqual(wanted, found)
}

function derive(password: string, salt: Buffer, n: number): Promise<Buffer> {
  const options = { N: n, r: blockSize, p: 1, maxmem: 256 * n * blockSize }
  const work = (): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      scrypt(password.normalize('NFC'), salt, length, options, (error, hash) => {
        if (error === null) resolve(hash)
        else reject(error)
      })
    })
  return derivations.run(work)
}
