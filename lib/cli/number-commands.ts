// The commands about what stands as the sender: numbers of ours, names, and mobiles of the accounts.
import type { Administration } from '../gateway/administration/index.ts'
import { administer, administerByRoutes } from './administer.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

type Grouped = Common & { readonly group?: string }

const numberNote = `A range is kept as one row: its numbers are for accounts, by subscribe@ or assign.
Single numbers of a pool also stand for accounts that have none of their own.`

export function addNumberCommands(number: Verb): void {
  number.note(numberNote)
  verb(
    number,
    'add <number>',
    'adds a number or a range: to an account, or to a pool',
    '+4520643064 --account anna@example.org',
    '+4560991000000-+4560991099999 --group Office',
  )
    .option('--account <address>', 'whose own number it is')
    .option('--group <path>', 'whose pool it belongs to (default: Master)')
    .action(async (written: string, options: Grouped & { account?: string }) => {
      await administer(options.config, (administration) =>
        administration.addNumber({ number: written, ...options }),
      )
      done({ number: written }, `${written} is there.`, options.json)
    })
  verb(
    number,
    'assign <number> <address>',
    'gives a number that nobody has to an account',
    '+4560991047482 anna@example.org',
  ).action(async (written: string, address: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.assignNumber(written, address))
    done({ number: written, address }, `${written} belongs to ${address} now.`, json)
  })
  const one = (
    word: string,
    about: string,
    work: (administration: Administration, written: string) => Promise<void>,
    sentence: string,
    example: string,
  ): void => {
    verb(number, `${word} <number>`, about, example).action(
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
    '+4560991047482',
  )
  one(
    'remove',
    'removes a number or a range that no account has',
    (administration, written) => administration.removeNumber(written),
    'is gone.',
    '+4560991000000-+4560991099999',
  )
  verb(number, 'list', 'lists the numbers and the ranges', '').action(
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

const senderNote = `A name cannot be answered: it stands as the sender only where can_receive is off,
by sender="Acme Ltd" in a Subject, or for all mails by the setting sender_name.`

export function addSenderCommands(sender: Verb): void {
  sender.note(senderNote)
  const grouped = (usage: string, about: string): Verb =>
    verb(sender, usage, about, '"Acme Ltd" --group Office').option(
      '--group <path>',
      'for this group (default: Master)',
    )
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
  verb(sender, 'list', 'lists the names', '').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listNames()),
      json === true,
    )
  })
}

const mobileNote = `The phone gets the code by SMS. Once it is confirmed, sender=+4520643064 in the
Subject, or 4520643099+sender=4520643064@ as the address, sends from it.`

export function addMobileCommands(mobile: Verb): void {
  mobile.note(mobileNote)
  verb(
    mobile,
    'add <address> <phone>',
    'sends a code to a mobile of the account',
    'anna@example.org +4520643064',
  ).action(async (address: string, phone: string, { config, json }: Common) => {
    await administerByRoutes(config, (administration) => administration.addMobile(address, phone))
    done({ address, phone }, `A code is on its way to ${phone}.`, json)
  })
  verb(
    mobile,
    'confirm <address> <phone> <code>',
    'shows the code that the phone got',
    'anna@example.org +4520643064 482913',
  ).action(async (address: string, phone: string, code: string, { config, json }: Common) => {
    await administer(config, (administration) =>
      administration.confirmMobile(address, { phone, code }),
    )
    done({ address, phone }, `${address} may send from ${phone}.`, json)
  })
  verb(
    mobile,
    'remove <address> <phone>',
    'takes a mobile away',
    'anna@example.org +4520643064',
  ).action(async (address: string, phone: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.removeMobile(address, phone))
    done({ address, phone }, `${address} sends from ${phone} no more.`, json)
  })
  verb(mobile, 'list', 'lists the mobiles', '').action(async ({ config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listMobiles()),
      json === true,
    )
  })
}
