// The list of prices: what one part costs, by the digits that phones begin with.
import { showCredits } from '../../policy/credit.ts'
import { deletePrice, listPrices, setPrice } from '../../store/credit.ts'
import { creditsOf, noAmount } from './credit.ts'
import { change, Complaint, mustBeOperator, type Desk } from './desk.ts'

export interface ListedPrice {
  /** Without plus; `default` for all that no other has. */
  readonly prefix: string
  readonly price: string
}

/** `default`, or the digits that phones begin with. */
function prefixOf(written: string): string {
  const prefix = written === 'default' ? '' : written.replace(/^\+/, '')
  if (written !== 'default' && !/^[1-9]\d{0,14}$/.test(prefix))
    throw new Complaint(
      `"${written}" is no prefix: write digits such as 45 or 4670, or default.`,
      'price_prefix',
      { prefix: written },
    )
  return prefix
}

export async function changePrice(desk: Desk, written: string, price: string): Promise<void> {
  mustBeOperator(desk)
  const prefix = prefixOf(written)
  const amount = creditsOf(price)
  if (amount < 0) throw noAmount(price)
  await change(desk, async (trx) => {
    const before = (await listPrices(trx)).find((one) => one.prefix === prefix)
    await setPrice(trx, { prefix, price: amount })
    return {
      action: 'price set',
      subject: `price ${written}`,
      before: before === undefined ? null : showCredits(before.price),
      after: showCredits(amount),
    }
  })
}

export async function removePrice(desk: Desk, written: string): Promise<void> {
  mustBeOperator(desk)
  await change(desk, async (trx) => {
    if (!(await deletePrice(trx, prefixOf(written))))
      throw new Complaint(
        `There is no price for ${written}. See them with: haraka-sms price list`,
        'price_unknown',
        { prefix: written },
      )
    return { action: 'price remove', subject: `price ${written}` }
  })
}

export async function listAllPrices({ store }: Desk): Promise<ListedPrice[]> {
  return (await listPrices(store.db)).map(({ prefix, price }) => ({
    prefix: prefix === '' ? 'default' : prefix,
    price: showCredits(price),
  }))
}
