// Keywords: what a phone writes first to reach an account, or the catch-all account of a group. A word is there
// once in each organisation.
import { deleteKeyword, findKeyword, insertKeyword, listKeywords } from '../../store/keywords.ts'
import { firstWord } from '../owner.ts'
import { organisationWith } from '../sending-rules.ts'
import { accountOf } from './accounts.ts'
import { change, Complaint, groupOf, groupPaths, mustBeWithin, type Desk } from './desk.ts'
import { groupsInView } from './scope.ts'

export type KeywordTarget = { readonly account: string } | { readonly group: string }

export interface ListedKeyword {
  readonly keyword: string
  readonly account: string | null
  /** Its catch-all account is meant. */
  readonly group: string | null
  /** The path of the one that has it. */
  readonly organisation: string
}

function wordOf(written: string): string {
  const word = firstWord(written)
  if (word === '' || word !== written.normalize('NFC').toLowerCase())
    throw new Complaint(
      `"${written}" is not a word of 2 to 30 letters, digits, - or _.`,
      'keyword_invalid',
      { word: written },
    )
  return word
}

export async function addKeyword(desk: Desk, written: string, to: KeywordTarget): Promise<void> {
  const word = wordOf(written)
  await change(desk, async (trx, now) => {
    const account = 'account' in to ? await accountOf(trx, to.account) : undefined
    const groupId = 'group' in to ? await groupOf(trx, to.group) : null
    const ownerId = account?.group_id ?? groupId ?? 0
    await mustBeWithin(trx, desk, ownerId)
    const organisation = await organisationWith(trx, ownerId)
    if ((await findKeyword(trx, word, organisation)) !== undefined)
      throw new Complaint(`The keyword ${word} is there already.`, 'keyword_there', { word })
    await insertKeyword(trx, {
      ...{ word, organisation, account_id: account?.id ?? null, group_id: groupId },
      created_at: now,
    })
    const after = JSON.stringify(to)
    return {
      action: 'keyword add',
      subject: `keyword ${word}`,
      group: ownerId,
      after,
    }
  })
}

/** `group`: any group of the organisation whose keyword is meant, where several have it. */
export async function removeKeyword(desk: Desk, written: string, group?: string): Promise<void> {
  const word = wordOf(written)
  await change(desk, async (trx) => {
    const inView = await groupsInView(trx, desk, {})
    const organisation =
      group === undefined ? undefined : await organisationWith(trx, await groupOf(trx, group))
    const [there, another] = (await listKeywords(trx)).filter(
      (one) =>
        one.word === word &&
        inView?.includes(one.owner_id) !== false &&
        (organisation === undefined || one.organisation === organisation),
    )
    if (there === undefined)
      throw new Complaint(
        `There is no keyword ${word}. See them with: haraka-sms keyword list`,
        'keyword_unknown',
        { word },
      )
    if (another !== undefined)
      throw new Complaint(
        `Several organisations have the keyword ${word}. Say which one with --group.`,
        'keyword_several',
        { word },
      )
    await deleteKeyword(trx, there)
    const subject = `keyword ${word}`
    return { action: 'keyword remove', subject, group: there.owner_id }
  })
}

export async function listAllKeywords(desk: Desk): Promise<ListedKeyword[]> {
  const { store } = desk
  const inView = await groupsInView(store.db, desk, {})
  const paths = await groupPaths(store.db)
  return (await listKeywords(store.db))
    .filter(({ owner_id }) => inView?.includes(owner_id) !== false)
    .map(({ word, address, group_id, organisation }) => ({
      keyword: word,
      account: address,
      group: group_id === null ? null : (paths.get(group_id) ?? null),
      organisation: paths.get(organisation) ?? '',
    }))
}
