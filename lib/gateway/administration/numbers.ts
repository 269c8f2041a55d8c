// Numbers of ours: each is one account's own, or in the pool of a group.
import { readOwnNumber } from '../../sms/phone-number.ts'
import { findNumber, insertNumber, listNumbers } from '../../store/numbers.ts'
import { accountOf } from './accounts.ts'
import { change, Complaint, groupOf, groupPaths, type Desk } from './desk.ts'

export interface NewNumber {
  readonly number: string
  /** Whose own number it is. */
  readonly account?: string
  /** Whose pool it is in, when it is no account's own. */
  readonly group?: string
}

export interface ListedNumber {
  readonly number: string
  readonly account: string | null
  readonly group: string
}

export async function addNumber(desk: Desk, { number, account, group }: NewNumber): Promise<void> {
  const own = readOwnNumber(number)
  if (own === undefined)
    throw new Complaint(
      `"${number}" is not a number of ours: up to 15 digits, or a short code of 3 to 6.`,
    )
  await change(desk, async (trx, now) => {
    if ((await findNumber(trx, own)) !== undefined)
      throw new Complaint(`The number ${own} is there already.`)
    const owner = account === undefined ? undefined : await accountOf(trx, account)
    await insertNumber(trx, {
      number: own,
      group_id: owner?.group_id ?? (await groupOf(trx, group ?? '')),
      account_id: owner?.id ?? null,
      created_at: now,
    })
    const after = JSON.stringify({ account: owner?.address, group })
    return { change: { action: 'number add', subject: `number ${own}`, after }, result: undefined }
  })
}

export async function listAllNumbers({ store }: Desk): Promise<ListedNumber[]> {
  const paths = await groupPaths(store.db)
  return (await listNumbers(store.db)).map(({ number, address, group_id }) => ({
    number,
    account: address,
    group: paths.get(group_id) ?? '',
  }))
}
