// Stock phrases of one account or one group, at the desk.
import { phrasesOf, type PhraseOwner } from '../../store/phrases.ts'
import type { Knex } from '../../store/store.ts'
import { dropPhrase, savePhrase, shownPhrase } from '../people/phrases.ts'
import { accountOf } from './accounts.ts'
import { change, Complaint, groupOf, mustBeWithin, type Desk } from './desk.ts'
import type { SettingScope } from './settings.ts'

export interface DeskPhrase {
  readonly name: string
  readonly text: string
}

const sentences = {
  name_wrong: 'A stock phrase needs a name of 1 to 40 characters.',
  text_wrong: 'A stock phrase needs a text of 1 to 1,000 characters.',
  too_many: 'There are 100 stock phrases there already. Remove one first.',
} as const

interface Owned {
  readonly owner: PhraseOwner
  readonly subject: string
  /** Whose administrators may see the change. */
  readonly group: number
}

async function ownerOf(trx: Knex, desk: Desk, scope: SettingScope): Promise<Owned> {
  if ('group' in scope) {
    const group = await groupOf(trx, scope.group)
    await mustBeWithin(trx, desk, group)
    const owner = { account_id: null, group_id: group }
    return { owner, subject: `group ${scope.group || 'Master'}`, group }
  }
  const { id, address, group_id: group } = await accountOf(trx, scope.account)
  await mustBeWithin(trx, desk, group)
  return { owner: { account_id: id, group_id: null }, subject: `account ${address}`, group }
}

/** One of that name gets the new text. */
export async function setPhrase(
  desk: Desk,
  scope: SettingScope,
  phrase: DeskPhrase,
): Promise<void> {
  await change(desk, async (trx, now) => {
    const { owner, ...whose } = await ownerOf(trx, desk, scope)
    const saved = await savePhrase(trx, owner, phrase, now)
    if (typeof saved === 'string') throw new Complaint(sentences[saved])
    const after = shownPhrase(saved)
    return { action: 'phrase save', ...whose, after }
  })
}

export async function removePhrase(desk: Desk, scope: SettingScope, name: string): Promise<void> {
  await change(desk, async (trx) => {
    const { owner, ...whose } = await ownerOf(trx, desk, scope)
    const gone = await dropPhrase(trx, owner, name)
    if (gone === undefined)
      throw new Complaint(
        `There is no stock phrase "${name}" there. See them with: haraka-sms phrase list`,
      )
    const before = shownPhrase(gone)
    return { action: 'phrase remove', ...whose, before }
  })
}

export async function listPhrases(desk: Desk, scope: SettingScope): Promise<DeskPhrase[]> {
  const { db } = desk.store
  const { owner } = await ownerOf(db, desk, scope)
  return (await phrasesOf(db, owner)).map(({ name, text }) => ({ name, text }))
}
