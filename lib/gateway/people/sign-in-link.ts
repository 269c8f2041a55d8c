// Links that let somebody in once. They are made when the mail is written, so that the token stands in
// the mail and nowhere else.
import { insertSignInLink, type LinkPurpose } from '../../store/credentials.ts'
import type { Knex } from '../../store/store.ts'
import { digestToken, newToken } from './open-session.ts'

const minute = 60_000

export async function makeSignInLink(
  db: Knex,
  link: { readonly accountId: number; readonly purpose: LinkPurpose; readonly minutes: number },
  publicUrl: string,
  now: number,
): Promise<string> {
  const token = newToken()
  await insertSignInLink(db, {
    digest: digestToken(token),
    account_id: link.accountId,
    purpose: link.purpose,
    expires_at: now + link.minutes * minute,
  })
  const page = link.purpose === 'sign-in' ? 'link' : 'password'
  return `${publicUrl}/sign-in/${page}/${token}`
}
