// `_BLOCKSMSLINK_` in a text becomes a personal link, by which the phone can leave the list of receivers.
//
// Parts and encoding are reckoned with a place of the same length, which is also what repeats and
// duplicates are known by; the intake puts the phone's own link there, always the same one.
import type { Knex } from 'knex'
import { giveLinks, type OrganisationPhone } from '../store/blocks.ts'
import type { Dialect } from '../store/dialect.ts'
import type { Allowed, Commit } from './commit.ts'
import { linkTokenLength, makeLinkToken } from './secrets.ts'

export const linkPath = '/sms/stop'

/** Undefined where no public_url is set. */
export function linkPlace(publicUrl: string): string | undefined {
  return publicUrl === '' ? undefined : `${publicUrl}${linkPath}/${'x'.repeat(linkTokenLength)}`
}

/** The text of one message with the link of its phone. */
export async function personalText(
  trx: Knex,
  dialect: Dialect,
  text: string,
  to: OrganisationPhone,
  place: string | undefined,
): Promise<string> {
  if (place === undefined || !text.includes(place)) return text
  const [link] = await giveLinks(trx, dialect, [{ ...to, token: makeLinkToken() }])
  return text.replaceAll(place, linkOf(place, link?.token))
}

function linkOf(place: string, token = ''): string {
  return place.slice(0, -linkTokenLength) + token
}

/** The text of each message with the link of its phone. */
export async function personalTexts(
  { trx, store, linkPlace: place }: Commit,
  allowed: readonly Allowed[],
): Promise<ReadonlyMap<Allowed, string>> {
  const linked =
    place === undefined ? [] : allowed.filter(({ fresh }) => fresh.message.text.includes(place))
  if (place === undefined || linked.length === 0) return new Map()
  const rows = new Map(
    linked.map((one) => [keyOf(one), { ...pairOf(one), token: makeLinkToken() }]),
  )
  const ordered = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  const tokens = new Map(
    (await giveLinks(trx, store.dialect, ordered)).map((one) => [
      `${one.group_id} ${one.phone}`,
      one.token,
    ]),
  )
  return new Map(
    linked.map((one) => {
      const link = linkOf(place, tokens.get(keyOf(one)))
      return [one, one.fresh.message.text.replaceAll(place, link)]
    }),
  )
}

function pairOf({ fresh }: Allowed): { group_id: number; phone: string } {
  return { group_id: fresh.from.rules.organisation, phone: fresh.message.phone }
}

function keyOf(one: Allowed): string {
  const { group_id, phone } = pairOf(one)
  return `${group_id} ${phone}`
}
