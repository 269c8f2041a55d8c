// The commands about stock phrases: texts that accounts, or all of a group, write again and again.
import { scopeOf, scopedVerb, type Scoped } from './scope.ts'
import { administer } from './administer.ts'
import { printRows } from './table.ts'
import { done, type Verb } from './verb.ts'

export function addPhraseCommands(phrase: Verb): void {
  scopedVerb(
    phrase,
    'set <name> <text>',
    'adds a stock phrase, or gives one another text',
    'Ready "Your car is ready." --group Office',
    'Late "I am ten minutes late." --account anna@example.org',
  ).action(async (name: string, text: string, options: Scoped) => {
    await administer(options.config, (administration) =>
      administration.setPhrase(scopeOf(options), { name, text }),
    )
    done({ name, text }, `The stock phrase ${name} is there.`, options.json)
  })
  scopedVerb(phrase, 'remove <name>', 'removes a stock phrase', 'Ready --group Office').action(
    async (name: string, options: Scoped) => {
      await administer(options.config, (administration) =>
        administration.removePhrase(scopeOf(options), name),
      )
      done({ name }, `The stock phrase ${name} is gone.`, options.json)
    },
  )
  scopedVerb(
    phrase,
    'list',
    'lists the stock phrases of a group or an account',
    '--group Office',
    '--account anna@example.org',
  ).action(async (options: Scoped) => {
    const phrases = await administer(options.config, (administration) =>
      administration.listPhrases(scopeOf(options)),
    )
    printRows(phrases, options.json === true)
  })
}
