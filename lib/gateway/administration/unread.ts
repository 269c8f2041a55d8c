// SMS that a route could not read: kept for the operator, until they are told to be forgotten.
import { unreadFact } from '../../routes/route.ts'
import { listFacts, rememberFact } from '../../store/route-states.ts'
import { changeAnswering, type Desk } from './desk.ts'

export interface UnreadSms {
  /** When it came in, ISO. */
  readonly at: string
  /** In hexadecimal, with the service centre's address, as `pdu decode` takes it. */
  readonly pdu: string
}

/** The oldest first. */
export async function listUnread(
  { store }: Pick<Desk, 'store'>,
  route: string,
): Promise<UnreadSms[]> {
  return (await listFacts(store.db, route, unreadFact)).map(readFact)
}

/** Answers what is forgotten. */
export function forgetUnread(desk: Desk, route: string): Promise<UnreadSms[]> {
  return changeAnswering(desk, async (trx) => {
    const facts = await listFacts(trx, route, unreadFact)
    for (const { key } of facts) await rememberFact(trx, route, key, undefined)
    const before = String(facts.length)
    const told = { action: 'route forget', subject: `route ${route}`, before }
    return { change: told, result: facts.map(readFact) }
  })
}

function readFact({ value }: { value: string }): UnreadSms {
  const [at = '', pdu = ''] = value.split(' ')
  return { at, pdu }
}
