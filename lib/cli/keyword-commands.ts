// The commands about keywords: what a phone writes first to reach an account.
import { administer } from './administer.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

export function addKeywordCommands(keyword: Verb): void {
  keyword.note(
    'The catch-all account of a group is set by:\n' +
      '  haraka-sms setting set catch_all desk@example.org --group Office',
  )
  verb(
    keyword,
    'add <word>',
    'gives SMS that begin with a word to an account',
    'heating --account anna@example.org',
    'office --group Office',
  )
    .option('--account <address>', 'whose they are')
    .option('--group <path>', 'whose catch-all account gets them')
    .action(async (word: string, options: Common & { account?: string; group?: string }) => {
      const { config, json, account, group } = options
      if ((account === undefined) === (group === undefined))
        throw new Sentence('Say --account or --group: one of them.')
      const to = account === undefined ? { group: group ?? '' } : { account }
      await administer(config, (administration) => administration.addKeyword(word, to))
      done({ word }, `SMS that begin with ${word} have an addressee.`, json)
    })
  verb(keyword, 'remove <word>', 'ends a keyword', 'heating', 'office --group Office')
    .option('--group <path>', 'of whose organisation, where several have it')
    .action(async (word: string, { config, json, group }: Common & { group?: string }) => {
      await administer(config, (administration) => administration.removeKeyword(word, group))
      done({ word }, `The keyword ${word} is gone.`, json)
    })
  verb(keyword, 'list', 'lists the keywords', '').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listKeywords()),
      json === true,
    )
  })
}
