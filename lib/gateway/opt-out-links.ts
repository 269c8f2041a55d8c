// What the page of a personal link asks: whose it is, and the one click that puts the phone on the list.
import type { Language } from '../mail/language/phrases.ts'
import type { Settings } from '../config/settings.ts'
import { namedGroupsAbove } from '../store/groups.ts'
import { findLink } from '../store/blocks.ts'
import type { Store } from '../store/store.ts'
import { valuesIn } from './account-values.ts'
import { blockPhone } from './opt-out.ts'
import { organisationWith } from './sending-rules.ts'

/** Whose link it is, and from whom it wants no more. */
export interface OptOutLink {
  readonly organisation: string
  readonly phone: string
  readonly language: Language
  /** The SMS of the organisation can be answered. */
  readonly isAnswerable: boolean
}

export interface OptOutLinks {
  find(token: string): Promise<OptOutLink | undefined>
  /** The phone gets no more SMS from the organisation. False for a token that is none. */
  stop(token: string): Promise<boolean>
}

export function createOptOutLinks(options: {
  readonly store: Store
  readonly settings: () => Settings
  readonly blocksChanged: () => void
  readonly clock: () => number
}): OptOutLinks {
  const { store, settings, clock } = options
  return {
    async find(token) {
      const link = await findLink(store.db, token)
      if (link === undefined) return undefined
      // One that became a part of another since the link was sent shares the other's list.
      const organisation = await organisationWith(store.db, link.group_id)
      const [group] = await namedGroupsAbove(store.db, organisation)
      const wish = { groupId: link.group_id, accountId: undefined }
      const { language, can_receive } = await valuesIn(store.db, wish, settings())
      const { phone } = link
      return { organisation: group?.name ?? '', phone, language, isAnswerable: can_receive }
    },
    async stop(token) {
      const link = await findLink(store.db, token)
      if (link === undefined) return false
      await store.transaction(async (trx) => {
        const organisation = await organisationWith(trx, link.group_id)
        await blockPhone(trx, store, [organisation], link.phone, 'link', clock())
      })
      options.blocksChanged()
      store.wake('outbox', 'change')
      return true
    },
  }
}
