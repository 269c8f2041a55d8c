// The balances of a transaction while they are being spent.
import { lockBalances, type Balance, type BalanceChange } from '../../store/credit.ts'
import type { Court, Wish } from './court.ts'

/** A balance that fell through its level. */
export interface LowBalance {
  readonly balance: Balance
  readonly amount: number
  /** The message by which it fell. */
  readonly wish: Wish
}

/** Locks the balances of all who pay for one of the wishes. */
export async function openPurse({ trx, dialect }: Court, wishes: readonly Wish[]): Promise<Purse> {
  const payers = new Set(wishes.flatMap(({ rules }) => rules.payer?.id ?? []))
  return new Purse(payers.size === 0 ? [] : await lockBalances(trx, dialect, [...payers]))
}

export class Purse {
  readonly low: LowBalance[] = []
  readonly #balances: ReadonlyMap<number, Balance>
  readonly #spent = new Map<number, number>()

  constructor(balances: readonly Balance[]) {
    this.#balances = new Map(balances.map((balance) => [balance.group_id, balance]))
  }

  /** False when there is not enough. A balance that was just taken away asks for nothing. */
  pay(wish: Wish, cost: number): boolean {
    const balance = this.#balances.get(wish.rules.payer?.id ?? 0)
    if (balance === undefined) return true
    const before = this.#spent.get(balance.group_id) ?? 0
    const amount = balance.amount - before - cost
    if (cost > 0 && amount < 0) return false
    this.#spent.set(balance.group_id, before + cost)
    const { level, alerted } = balance
    const isTold = alerted === 1 || this.low.some((one) => one.balance === balance)
    if (level !== null && amount < level && !isTold) this.low.push({ balance, amount, wish })
    return true
  }

  changes(): BalanceChange[] {
    return [...this.#spent].map(([group_id, spent]) => ({
      group_id,
      by: -spent,
      alerted: this.low.some(({ balance }) => balance.group_id === group_id) ? 1 : null,
    }))
  }
}
