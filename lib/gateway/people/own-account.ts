// What people see of their own account, and change there, beside settings: their number, what is left of
// their limits and credit.
import type { Settings } from '../../config/settings.ts'
import { showCredits } from '../../policy/credit.ts'
import { accountById } from '../../store/accounts.ts'
import { balanceOf } from '../../store/credit.ts'
import type { Store } from '../../store/store.ts'
import { listUsage, type ListedUsage } from '../administration/usage.ts'
import type { Directory } from '../directory.ts'
import type { Person } from './person.ts'

export interface OwnAccountFacts {
  /** The number that phones answer to. */
  readonly number: string | undefined
  readonly limits: readonly ListedUsage[]
  readonly credit: { readonly group: string; readonly balance: string } | undefined
}

export interface OwnAccount {
  show(person: Person): Promise<OwnAccountFacts>
}

export interface OwnAccountOptions {
  readonly store: Store
  readonly directory: Directory
  readonly settings: () => Settings
  readonly clock: () => number
}

export function createOwnAccount(options: OwnAccountOptions): OwnAccount {
  const { store, directory, settings, clock } = options
  return {
    async show({ accountId, address }) {
      const account = await accountById(store.db, accountId)
      const payer = account && (await directory.rules(account)).payer
      const balance = payer && (await balanceOf(store.db, payer.id))
      return {
        number: account?.number ?? undefined,
        limits: await listUsage({ store, settings, clock, actor: address }, { account: address }),
        credit:
          payer === undefined || balance === undefined
            ? undefined
            : { group: payer.name, balance: showCredits(balance) },
      }
    },
  }
}
