// The commands about keywords: what a phone writes first to reach an account.
import type { Command } from 'commander'
import { administer } from './installation.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'
import { done, verb, type Common } from './verb.ts'

const examples = `
Examples:
  haraka-sms keyword add heating --account janitor@example.org
  haraka-sms keyword add office --group Office
  haraka-sms setting set catch_all desk@example.org --group Office`

export function addKeywordCommands(keyword: Command): void {
  keyword.addHelpText('after', examples)
  verb(keyword, 'add <word>', 'gives SMS that begin with a word to an account')
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
  verb(keyword, 'remove <word>', 'ends a keyword').action(
    async (word: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.removeKeyword(word))
      done({ word }, `The keyword ${word} is gone.`, json)
    },
  )
  verb(keyword, 'list', 'lists the keywords').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listKeywords()),
      json === true,
    )
  })
}
