// Links by which a mail address is proved to be somebody's: for an account that they make themselves, or as
// a further address of one that is there.
//
// digest: of the token, SHA-256. purpose: sign_up | alias; with alias, account_id is whose it becomes.
import type { Knex } from 'knex'

export async function addressProofs(trx: Knex.Transaction): Promise<void> {
  await trx.raw(`create table address_proofs (
    digest text primary key,
    purpose text not null,
    address text not null,
    account_id bigint references accounts (id),
    expires_at bigint not null
  )`)
  await trx.raw('create index address_proofs_account on address_proofs (account_id)')
  await trx.raw('create index address_proofs_expiring on address_proofs (expires_at)')
}
