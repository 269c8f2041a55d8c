// The list of phones that want no more SMS from an organisation, kept by hand.
import { readPhone } from '../../sms/phone-number.ts'
import { deleteBlock, listBlocks, type Block, type BlockSearch } from '../../store/blocks.ts'
import type { Knex } from '../../store/store.ts'
import { blockPhone } from '../opt-out.ts'
import { organisationWith } from '../sending-rules.ts'
import { change, Complaint, groupOf, mustBeWithin, type Desk } from './desk.ts'

export interface ListedBlock {
  readonly phone: string
  /** The word, link or person it came by. */
  readonly source: string
  readonly since: number
}

const mostListed = 100_000

/** The list is that of the organisation, whichever of its groups is named. */
async function organisation(db: Knex, desk: Desk, path: string): Promise<number> {
  const groupId = await groupOf(db, path)
  await mustBeWithin(db, desk, groupId)
  return organisationWith(db, groupId)
}

function phoneOf(written: string): string {
  const reading = readPhone(written, {
    country: '',
    bareNumbers: 'international',
    allowedPrefixes: [],
  })
  if (reading.kind !== 'phone')
    throw new Complaint(`"${written}" is no mobile number such as +4520643064.`, 'phone_invalid', {
      phone: written,
    })
  return reading.phone
}

export async function addBlock(desk: Desk, path: string, written: string): Promise<void> {
  const phone = phoneOf(written)
  await change(desk, async (trx, now) => {
    const id = await organisation(trx, desk, path)
    await blockPhone(trx, desk.store, [id], phone, desk.actor, now)
    const subject = `block ${phone}`
    return { action: 'block add', subject, group: id }
  })
}

export async function removeBlock(desk: Desk, path: string, written: string): Promise<void> {
  const phone = phoneOf(written)
  await change(desk, async (trx) => {
    const group = await organisation(trx, desk, path)
    if (!(await deleteBlock(trx, { group_id: group, phone })))
      throw new Complaint(
        `${phone} is not blocked there. See with: haraka-sms block list`,
        'phone_not_blocked',
        { phone },
      )
    return { action: 'block remove', subject: `block ${phone}`, group }
  })
}

export async function listAllBlocks(desk: Desk, path: string): Promise<ListedBlock[]> {
  const { db } = desk.store
  return (await listBlocks(db, await organisation(db, desk, path), mostListed)).map(listed)
}

function listed({ phone, source, created_at }: Block): ListedBlock {
  return { phone, source, since: created_at }
}

export interface BlockPage {
  readonly blocks: readonly ListedBlock[]
  /** Behind which the next page begins. */
  readonly next: string | undefined
}

const pageSize = 100

export async function searchAllBlocks(
  desk: Desk,
  path: string,
  search: BlockSearch,
): Promise<BlockPage> {
  const { db } = desk.store
  const found = await listBlocks(db, await organisation(db, desk, path), pageSize + 1, search)
  const blocks = found.slice(0, pageSize).map(listed)
  return { blocks, next: found.length > pageSize ? blocks.at(-1)?.phone : undefined }
}
