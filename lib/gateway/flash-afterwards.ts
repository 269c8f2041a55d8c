// `normal_then_flash`: a message that could not be delivered as a normal one goes out once more, as flash. It
// stays the same message, and is charged once. Only where the route that it was chosen for has flash.
import type { GroupValues } from '../config/group-settings.ts'
import type { Capabilities } from '../routes/route.ts'
import type { Database } from '../store/program.ts'
import { insertAttempts } from '../store/attempts.ts'
import { sendAgainAsFlash } from '../store/requeueing.ts'
import type { Knex } from '../store/store.ts'

export function triesFlash(
  format: GroupValues['format'],
  { flash }: Pick<Capabilities, 'flash'>,
): boolean {
  return format === 'normal_then_flash' && flash
}

/** Those of some undelivered messages that are final: the others are in the line again. */
export async function withoutFlashAfterwards<
  M extends { readonly id: number; reason: string | null },
>(trx: Knex, { dialect }: Database, undelivered: readonly M[], now: number): Promise<M[]> {
  const again = await sendAgainAsFlash(
    trx,
    undelivered.map(({ id }) => id),
    now,
  )
  const routes = new Map(again.map(({ id, route }) => [id, route]))
  const attempts = undelivered.flatMap(({ id, reason }) => {
    const route = routes.get(id)
    if (route === undefined) return []
    return [
      { message_id: id, at: now, route, outcome: 'undelivered' as const, reason: reason ?? '' },
    ]
  })
  await insertAttempts(trx, dialect, attempts)
  return undelivered.filter(({ id }) => !routes.has(id))
}
