// Another way for a message that is in the database already.
import type { QueuedMessage } from '../store/queued-message.ts'
import type { Wish } from './choose-route.ts'
import type { Directory } from './directory.ts'
import type { RouteTable } from './route-table.ts'

export interface WayFinder {
  /** A route that works and has not refused the message in this round. */
  next(message: QueuedMessage, tried: readonly string[]): Promise<string | undefined>
  /** For one that waits for `route`: any other that works where that is `away`, first those that have not refused it. */
  another(message: QueuedMessage, route: string, isAway: boolean): Promise<string | undefined>
  /** The best route, all being tried. */
  first(message: QueuedMessage): Promise<string | undefined>
}

export function createWayFinder(routes: RouteTable, directory: Directory): WayFinder {
  async function wishOf(message: QueuedMessage): Promise<Wish> {
    const account = await directory.accountById(message.account_id)
    const rules = account && (await directory.rules(account))
    const values = account && (await directory.values(account))
    return { ...plainWish(message), group: rules?.path, answerable: values?.can_receive === true }
  }

  /** The best of those that work, but for some. */
  function working(wish: Wish, but: readonly string[]): string | undefined {
    const step = routes.weigh(wish).find(({ entry, no, away }) => {
      const isNew = !but.includes(entry.route.name)
      return no === undefined && away === undefined && isNew
    })
    return step?.entry.route.name
  }

  async function next(
    message: QueuedMessage,
    tried: readonly string[],
  ): Promise<string | undefined> {
    // Where none is left the database need not be asked whose it is.
    if (working(plainWish(message), tried) === undefined) return undefined
    return working(await wishOf(message), tried)
  }

  return {
    next,
    another: async (message, route, isAway) =>
      (await next(message, [...triedBy(message), route])) ??
      (isAway ? next(message, [route]) : undefined),
    first: async (message) => routes.choose(await wishOf(message))?.name,
  }
}

/** What is known of it without its account: that rules out no route that may take it. */
function plainWish(message: QueuedMessage): Wish {
  return {
    phone: message.phone,
    sender: message.own ?? undefined,
    flash: message.flash === 1,
    unicode: message.encoding === 'ucs2',
    parts: message.parts,
  }
}

/** The routes that refused a message in this round. */
export function triedBy(message: QueuedMessage): string[] {
  return message.tried === null ? [] : (JSON.parse(message.tried) as string[])
}
