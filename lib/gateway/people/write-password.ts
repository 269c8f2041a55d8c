// A new password: whoever knew the old one, or holds a link that was mailed before, is out.
import { deleteSignInLinks, writeCredentials } from '../../store/credentials.ts'
import { deleteOtherSessions } from '../../store/sessions.ts'
import type { Knex } from '../../store/store.ts'

export async function writePassword(
  trx: Knex,
  accountId: number,
  hash: string,
  keptSession: number | undefined,
): Promise<void> {
  await writeCredentials(trx, accountId, { password: hash })
  await deleteSignInLinks(trx, accountId)
  await deleteOtherSessions(trx, accountId, keptSession)
}
