// The commands about what stands as the sender: numbers of ours, names, and mobiles of the accounts.
import type { Command } from 'commander'
import type { Administration } from '../gateway/administration/index.ts'
import { administer } from './installation.ts'
import { printRows } from './table.ts'
import { done, verb, type Common } from './verb.ts'

type Grouped = Common & { readonly group?: string }

const numberExamples = `
Examples:
  haraka-sms number add +4520643064 --account anna@example.org
  haraka-sms number add +4560991000000-+4560991099999 --group Office
  haraka-sms number assign +4560991047482 anna@example.org
  haraka-sms number release +4560991047482

A range is kept as one row: its numbers are for accounts, by subscribe@ or assign.
Single numbers of a pool also stand for accounts that have none of their own.`

export function addNumberCommands(number: Command): void {
  number.addHelpText('after', numberExamples)
  verb(number, 'add <number>', 'adds a number or a range: to an account, or to a pool')
    .option('--account <address>', 'whose own number it is')
    .option('--group <path>', 'whose pool it belongs to (default: Master)')
    .action(async (written: string, options: Grouped & { account?: string }) => {
      await administer(options.config, (administration) =>
        administration.addNumber({ number: written, ...options }),
      )
      done({ number: written }, `${written} is there.`, options.json)
    })
  verb(number, 'assign <number> <address>', 'gives a number that nobody has to an account').action(
    async (written: string, address: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.assignNumber(written, address))
      done({ number: written, address }, `${written} belongs to ${address} now.`, json)
    },
  )
  const one = (
    word: string,
    about: string,
    work: (administration: Administration, written: string) => Promise<void>,
    sentence: string,
  ): void => {
    verb(number, `${word} <number>`, about).action(
      async (written: string, { config, json }: Common) => {
        await administer(config, (administration) => work(administration, written))
        done({ number: written }, `${written} ${sentence}`, json)
      },
    )
  }
  one(
    'release',
    'takes a number from its account; it rests before another gets it',
    (administration, written) => administration.releaseNumber(written),
    'is given back and rests.',
  )
  one(
    'remove',
    'removes a number or a range that no account has',
    (administration, written) => administration.removeNumber(written),
    'is gone.',
  )
  verb(number, 'list', 'lists the numbers and the ranges').action(
    async ({ config, json }: Common) => {
      const numbers = await administer(config, (administration) => administration.listNumbers())
      printRows(numbers.map(json === true ? dated : brief), json === true)
    },
  )
}

type ListedNumber = Awaited<ReturnType<Administration['listNumbers']>>[number]

function dated({ restsUntil, ...rest }: ListedNumber): object {
  return { ...rest, restsUntil: restsUntil === null ? null : new Date(restsUntil).toISOString() }
}

/** What fits 80 columns; --json has the rest. */
function brief({ number, account, group, restsUntil, size, given }: ListedNumber): object {
  const use =
    size !== null
      ? `${given ?? 0} of ${size} given`
      : restsUntil !== null
        ? `rests until ${new Date(restsUntil).toISOString().slice(0, 10)}`
        : (account ?? 'pool')
  return { number, use, group }
}

const senderExamples = `
Examples:
  haraka-sms sender add "Acme Ltd" --group Office
  haraka-sms setting set can_receive no --group Office
A name cannot be answered: it stands as the sender only where can_receive is off,
by sender="Acme Ltd" in a Subject, or for all mails by the setting sender_name.`

export function addSenderCommands(sender: Command): void {
  sender.addHelpText('after', senderExamples)
  const grouped = (usage: string, about: string): Command =>
    verb(sender, usage, about).option('--group <path>', 'for this group (default: Master)')
  grouped('add <name>', 'approves a name as a sender').action(
    async (name: string, { config, json, group = '' }: Grouped) => {
      await administer(config, (administration) => administration.approveName(name, group))
      done({ name, group }, `${name} may be the sender.`, json)
    },
  )
  grouped('remove <name>', 'takes a name back').action(
    async (name: string, { config, json, group = '' }: Grouped) => {
      await administer(config, (administration) => administration.removeName(name, group))
      done({ name, group }, `${name} may be the sender no more.`, json)
    },
  )
  verb(sender, 'list', 'lists the names').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listNames()),
      json === true,
    )
  })
}

const mobileExamples = `
Examples:
  haraka-sms mobile add anna@example.org +4520643064
  haraka-sms mobile confirm anna@example.org +4520643064 482913
The phone gets the code by SMS. Once it is confirmed, sender=+4520643064 in the
Subject, or 4520643099+sender=4520643064@ as the address, sends from it.`

export function addMobileCommands(mobile: Command): void {
  mobile.addHelpText('after', mobileExamples)
  verb(mobile, 'add <address> <phone>', 'sends a code to a mobile of the account').action(
    async (address: string, phone: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.addMobile(address, phone))
      done({ address, phone }, `A code is on its way to ${phone}.`, json)
    },
  )
  verb(mobile, 'confirm <address> <phone> <code>', 'shows the code that the phone got').action(
    async (address: string, phone: string, code: string, { config, json }: Common) => {
      await administer(config, (administration) =>
        administration.confirmMobile(address, { phone, code }),
      )
      done({ address, phone }, `${address} may send from ${phone}.`, json)
    },
  )
  verb(mobile, 'remove <address> <phone>', 'takes a mobile away').action(
    async (address: string, phone: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.removeMobile(address, phone))
      done({ address, phone }, `${address} sends from ${phone} no more.`, json)
    },
  )
  verb(mobile, 'list', 'lists the mobiles').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listMobiles()),
      json === true,
    )
  })
}
