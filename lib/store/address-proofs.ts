// Links by which a mail address is proved. Only the digest of a token is kept.
import type { Knex } from 'knex'

export interface AddressProof {
  readonly purpose: 'sign_up' | 'alias'
  readonly address: string
  /** Whose address it becomes; null for an account that is to be made. */
  readonly account_id: number | null
  readonly expires_at: number
}

export async function insertAddressProof(
  db: Knex,
  proof: AddressProof & { readonly digest: string },
): Promise<void> {
  await db('address_proofs').insert(proof)
}

/** address_proofs_pkey. */
export function findAddressProof(
  db: Knex,
  digest: string,
  now: number,
): Promise<AddressProof | undefined> {
  return db<AddressProof & { digest: string }>('address_proofs')
    .where({ digest })
    .where('expires_at', '>', now)
    .first('purpose', 'address', 'account_id', 'expires_at')
}

/** Takes it, so that it is good for one time only. False where another was faster. */
export async function takeAddressProof(trx: Knex, digest: string): Promise<boolean> {
  return (await trx('address_proofs').where({ digest }).delete()) === 1
}

/** address_proofs_expiring. */
export async function forgetAddressProofs(trx: Knex, now: number): Promise<void> {
  await trx('address_proofs').where('expires_at', '<=', now).delete()
}
