// What the page of a personal link asks: whose it is, and the one click that puts the phone on the list.
import type { Settings } from '../config/settings.ts'
import { groupAndAbove, namedGroupsAbove } from '../store/groups.ts'
import { findLink } from '../store/blocks.ts'
import { settingsAlong } from '../store/group-settings.ts'
import type { Store } from '../store/store.ts'
import { effectiveValues } from './effective-settings.ts'
import type { OptOutLinks } from './gateway.ts'
import { blockPhone } from './opt-out.ts'

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
      const [group] = await namedGroupsAbove(store.db, link.group_id)
      const groups = (await groupAndAbove(store.db, link.group_id)).reverse()
      const rows = await settingsAlong(store.db, groups, undefined)
      const { language } = effectiveValues({ groups, accountId: undefined, rows }, settings())
      return { organisation: group?.name ?? '', phone: link.phone, language }
    },
    async stop(token) {
      const link = await findLink(store.db, token)
      if (link === undefined) return false
      await store.transaction((trx) =>
        blockPhone(trx, store, [link.group_id], link.phone, 'link', clock()),
      )
      options.blocksChanged()
      store.wake('outbox')
      store.wake('change')
      return true
    },
  }
}
