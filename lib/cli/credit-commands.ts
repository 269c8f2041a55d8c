// The commands for credit and prices.
import { administer } from './administer.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

export function addCreditCommands(credit: Verb): void {
  verb(
    credit,
    'add <group> <amount>',
    'adds credit to a group; a negative amount takes it',
    'Office 500',
  ).action(async (group: string, amount: string, { config, json }: Common) => {
    const balance = await administer(config, (administration) =>
      administration.addCredit(group, amount),
    )
    done({ group, balance }, `The balance of ${group} is ${balance}.`, json)
  })
  verb(
    credit,
    'transfer <from> <to> <amount>',
    'moves credit from one group to another',
    'Office Office/Sales 100',
  ).action(async (from: string, to: string, amount: string, { config, json }: Common) => {
    await administer(config, (administration) =>
      administration.transferCredit({ from, to, amount }),
    )
    done({ from, to, amount }, `${amount} went from ${from} to ${to}.`, json)
  })
  verb(
    credit,
    'alert <group>',
    'tells somebody, once, when the balance falls below a level',
    'Office --below 50 --to boss@example.org',
    'Office --off',
  )
    .option('--below <amount>', 'the level')
    .option('--to <address>', 'a mail address, or a phone such as +4520643064')
    .option('--off', 'no alert')
    .action(setAlert)
  verb(
    credit,
    'remove <group>',
    'takes the balance away: credit is that of the group above',
    'Office/Sales',
  ).action(async (group: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.removeCredit(group))
    done({ group }, `${group} has no balance of its own.`, json)
  })
  verb(credit, 'show', 'lists the balances', '').action(async ({ config, json }: Common) => {
    const balances = await administer(config, (administration) => administration.listCredit())
    printRows(
      json === true
        ? balances
        : balances.map(({ group, balance, alertBelow, alertTo }) => ({
            ...{ group, balance },
            ...{ 'alert below': alertBelow, to: alertTo },
          })),
      json === true,
    )
  })
}

async function setAlert(
  group: string,
  { config, json, below, to, off }: Common & { below?: string; to?: string; off?: boolean },
): Promise<void> {
  const alert = below === undefined || to === undefined ? undefined : { below, to }
  if ((alert === undefined) === (off !== true))
    throw new Sentence('Say --below and --to, or --off.')
  await administer(config, (administration) => administration.setCreditAlert(group, alert))
  const sentence =
    alert === undefined
      ? `There is no alert for ${group}.`
      : `${alert.to} is told when the balance of ${group} falls below ${alert.below}.`
  done({ group, below: alert?.below ?? null, to: alert?.to ?? null }, sentence, json)
}

export function addPriceCommands(price: Verb): void {
  verb(
    price,
    'set <prefix> <price>',
    'sets the price of one part to phones that begin so',
    'default 1',
    '45 0.8',
  ).action(async (prefix: string, amount: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.setPrice(prefix, amount))
    done({ prefix, price: amount }, `A part to ${prefix} costs ${amount}.`, json)
  })
  verb(price, 'remove <prefix>', 'removes a price: the next shorter prefix counts', '45').action(
    async (prefix: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.removePrice(prefix))
      done({ prefix }, `The price of ${prefix} is removed.`, json)
    },
  )
  verb(price, 'list', 'lists the prices; what is not listed costs 1', '').action(
    async ({ config, json }: Common) => {
      printRows(
        await administer(config, (administration) => administration.listPrices()),
        json === true,
      )
    },
  )
}
