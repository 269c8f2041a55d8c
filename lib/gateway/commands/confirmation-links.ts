// The links by which an address confirms a command that a mail in its name asked for.
//
// A link counts for a day and acts once, by the click on its page; the token itself is kept nowhere.
import type { Settings } from '../../config/settings.ts'
import type { GroupValues } from '../../config/group-settings.ts'
import { commandPhrases } from '../../mail/language/commands/index.ts'
import type { Language } from '../../mail/language/phrases.ts'
import { fill } from '../../mail/language/reasons.ts'
import { findAccount } from '../../store/accounts.ts'
import {
  countConfirmations,
  findConfirmation,
  insertConfirmation,
  useConfirmation,
  type Confirmation,
} from '../../store/auto-answers.ts'
import { isUsable, keyById, type Key } from '../../store/keys.ts'
import type { Knex, Store } from '../../store/store.ts'
import { sentence, type Refusal } from '../../policy/errors.ts'
import { insertOutbox } from '../../store/outbox.ts'
import type { Directory } from '../directory.ts'
import type { AnswerContent } from '../outbox-content.ts'
import { digestKey, makeKey } from '../secrets.ts'
import { provesAccount } from '../trust.ts'
import { CommandRefused, subscribe, unsubscribe } from './membership.ts'

/** A command that waits for its address to confirm it. */
export interface ConfirmationLink {
  readonly command: 'subscribe' | 'unsubscribe'
  readonly address: string
  readonly language: Language
}

export interface ConfirmationLinks {
  find(token: string): Promise<ConfirmationLink | undefined>
  /** The click; done at most once. */
  confirm(
    token: string,
  ): Promise<{ kind: 'done' } | { kind: 'unknown' } | { kind: 'refused'; sentence: string }>
}

export const confirmPath = '/sms/confirm'

const day = 86_400_000

export interface Asked {
  readonly command: Confirmation['command']
  readonly address: string
  readonly name: string
  readonly domain: string
  readonly key: Key
}

/** Answers the link. So many a day for each key, as accounts may come into being. */
export async function makeLink(
  trx: Knex,
  { key, ...asked }: Asked,
  { publicUrl, most, now }: { publicUrl: string; most: number; now: number },
): Promise<string> {
  if ((await countConfirmations(trx, key.id, now - day)) >= most)
    throw new CommandRefused({ code: 'accounts_used_up', params: { sender: asked.address } })
  const token = makeKey()
  await insertConfirmation(trx, {
    ...asked,
    token_digest: digestKey(token),
    name: asked.name.slice(0, 100),
    key_id: key.id,
    created_at: now,
    expires_at: now + day,
  })
  return `${publicUrl}${confirmPath}/${token}`
}

/** What counts for the account that the key is shown for, or for those that it may bring in. */
export async function valuesForLink(
  { address, key }: Pick<Asked, 'address' | 'key'>,
  directory: Directory,
): Promise<GroupValues> {
  const account = await directory.account(address)
  return account !== undefined && (await provesAccount(key, account, directory))
    ? directory.values(account)
    : directory.groupValues(key.group_id)
}

/** In the language of the page. */
function sayNo(refusal: Refusal, language: Language): string {
  const { refused } = commandPhrases[language].page
  const text = Object.entries(refused).find(([code]) => code === refusal.code)?.[1]
  return text === undefined ? sentence(refusal) : fill(text, refusal.params)
}

export function createConfirmationLinks(options: {
  readonly store: Store
  readonly directory: Directory
  readonly settings: () => Settings
  readonly clock: () => number
}): ConfirmationLinks {
  const { store, directory, settings, clock } = options

  async function find(token: string): Promise<Confirmation | undefined> {
    return findConfirmation(store.db, digestKey(token), clock())
  }

  async function languageOf(one: Confirmation): Promise<Language> {
    const key = await keyById(store.db, one.key_id)
    const values = key && (await valuesForLink({ ...one, key }, directory))
    return values?.language ?? 'en'
  }

  /** What only has to be read is read before the transaction. */
  async function confirm(token: string, one: Confirmation): Promise<void> {
    const now = clock()
    const key = await keyById(store.db, one.key_id)
    if (key === undefined || !isUsable(key, now))
      throw new CommandRefused({ code: 'key_unknown', params: {} })
    const account = await findAccount(store.db, one.address)
    if (account !== undefined && !(await provesAccount(key, account, directory)))
      throw new CommandRefused({ code: 'sender_unknown', params: { sender: one.address } })
    const values = await valuesForLink({ ...one, key }, directory)
    const world = {
      now,
      skipLocked: store.dialect.skipLocked,
      values,
      quarantine: settings().numbers.quarantine,
    }
    const newcomer = {
      address: one.address,
      name: one.name,
      groupId: key.group_id,
      keyId: key.id,
      proof: { kind: 'key', key, coverage: undefined },
    } as const
    await store.transaction(async (trx) => {
      if (!(await useConfirmation(trx, digestKey(token), now))) return
      const answer =
        one.command === 'subscribe'
          ? await subscribe(trx, account === undefined ? { newcomer } : { account }, world)
          : await unsubscribe(trx, account, world)
      const { address: to, domain } = one
      const content: AnswerContent = { to, language: values.language, domain, answer }
      await insertOutbox(trx, {
        ...{ kind: 'answer', account_id: null, message_id: null, mail_id: null },
        content: JSON.stringify(content),
        ref: `answer.${digestKey(token).slice(0, 32)}`,
        state: 'queued',
        now,
      })
    })
  }

  return {
    async find(token) {
      const one = await find(token)
      if (one === undefined) return undefined
      const { command, address } = one
      return { command, address, language: await languageOf(one) }
    },
    async confirm(token) {
      const one = await find(token)
      if (one === undefined) return { kind: 'unknown' }
      try {
        await confirm(token, one)
      } catch (error) {
        if (!(error instanceof CommandRefused)) throw error
        return { kind: 'refused', sentence: sayNo(error.refusal, await languageOf(one)) }
      }
      directory.forgetAccount(one.address)
      store.wake('outbox', 'change')
      return { kind: 'done' }
    },
  }
}
