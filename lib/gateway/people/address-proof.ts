// A mail with a link that proves an address. It is asked for by a row of the outbox; the token is made when
// the mail is written, so that it stands in the mail and nowhere else.
import { randomUUID } from 'node:crypto'
import type { Language } from '../../mail/language/phrases.ts'
import { insertAddressProof, type AddressProof } from '../../store/address-proofs.ts'
import { insertOutbox } from '../../store/outbox.ts'
import type { Knex, Store } from '../../store/store.ts'
import { digestToken, newToken } from './open-session.ts'

/** What the row of the outbox holds. */
export interface ProofContent {
  readonly purpose: AddressProof['purpose']
  readonly address: string
  readonly language: Language
  /** Whose further address it becomes. */
  readonly account?: { readonly id: number; readonly address: string }
}

const lasts = 24 * 3_600_000

export async function askForProof(store: Store, content: ProofContent, now: number): Promise<void> {
  await store.transaction((trx) =>
    insertOutbox(trx, {
      kind: 'proof',
      account_id: null,
      message_id: null,
      mail_id: null,
      content: JSON.stringify(content),
      ref: `proof.${randomUUID()}`,
      state: 'queued',
      now,
    }),
  )
  store.wake('outbox')
}

/** The link that the mail holds. */
export async function makeProofLink(
  db: Knex,
  { purpose, address, account }: ProofContent,
  publicUrl: string,
  now: number,
): Promise<string> {
  const token = newToken()
  await insertAddressProof(db, {
    ...{ digest: digestToken(token), purpose, address },
    account_id: account?.id ?? null,
    expires_at: now + lasts,
  })
  return `${publicUrl}${purpose === 'sign_up' ? '/sign-in/new' : '/account/aliases'}/${token}`
}
