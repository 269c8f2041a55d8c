// The commands about contacts: what accounts call phones, and groups of them.
import { readFileSync, writeFileSync } from 'node:fs'
import { administer } from './administer.ts'
import { Sentence } from './sentence.ts'
import { printRows } from './table.ts'
import { done, verb, type Common, type Verb } from './verb.ts'

export function addContactCommands(contact: Verb): void {
  contact.note(
    'A mail of anna@example.org to kitchen@ in the SMS domain goes to all of that group.',
  )
  verb(
    contact,
    'add <account> <name> <phone>',
    'gives a phone a name, or a name another phone',
    'anna@example.org Ole +4520643064 --group Kitchen',
  )
    .option('--group <name...>', 'contact groups that it is in; made where they are not there')
    .action(
      async (
        account: string,
        name: string,
        phone: string,
        { config, json, group = [] }: Common & { group?: string[] },
      ) => {
        await administer(config, (administration) =>
          administration.addContact(account, { name, phone, groups: group }),
        )
        done({ account, name, phone, groups: group }, `${name} is a contact of ${account}.`, json)
      },
    )
  verb(
    contact,
    'list <account>',
    'lists the contacts of an account',
    'anna@example.org --group Kitchen',
  )
    .option('--group <name>', 'those in a contact group')
    .action(async (account: string, { config, json, group }: Common & { group?: string }) => {
      const contacts = await administer(config, (administration) =>
        administration.listContacts(account, group),
      )
      printRows(
        json === true
          ? contacts
          : contacts.map(({ name, phone, groups, fields }) => ({
              ...{ name, phone, groups: groups.join(', ') },
              fields: fields.map((field) => field.join('=')).join(', '),
            })),
        json === true,
      )
    })
  verb(contact, 'remove <account> <name>', 'removes a contact', 'anna@example.org Ole').action(
    async (account: string, name: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.removeContact(account, name))
      done({ account, name }, `${name} is no contact any more.`, json)
    },
  )
  addFileCommands(contact)
  addContactGroupCommands(
    contact.command('group').description('contact groups: one name for several contacts'),
  )
}

interface ImportOptions extends Common {
  readonly name?: string
  readonly phone?: string
  readonly groups?: string
  readonly fields?: string
  readonly group?: string
  readonly charset?: string
  readonly try?: boolean
}

function addFileCommands(contact: Verb): void {
  verb(
    contact,
    'import <account> <file>',
    'adds contacts from a CSV file or an Excel workbook',
    'anna@example.org people.csv --try',
    'anna@example.org people.csv --name 1,2 --phone 3',
  )
    .option('--name <columns>', 'titles or numbers of the columns of the name, with commas')
    .option('--phone <column>', 'title or number of the column of the phone')
    .option('--groups <column>', 'title or number of the column of the contact groups')
    .option('--fields <columns>', 'titles or numbers of own columns that are kept, with commas')
    .option('--group <name>', 'a contact group for all of them')
    .option('--charset <name>', 'where it is not what it looks like, such as windows-1252')
    .option('--try', 'only says what is wrong, and stores nothing')
    .action(importFile)
  verb(
    contact,
    'export <account> [file]',
    'writes the contacts as CSV',
    'anna@example.org',
    'anna@example.org people.csv',
  ).action(async (account: string, file: string | undefined, { config, json }: Common) => {
    const text = await administer(config, (administration) =>
      administration.exportContacts(account),
    )
    if (file === undefined && json !== true) process.stdout.write(text)
    else if (file === undefined) done({ account, csv: text }, '', json)
    else {
      // Contacts are nobody else's business.
      writeFileSync(file, text, { mode: 0o600 })
      done({ account, file }, `The contacts of ${account} are in ${file}.`, json)
    }
  })
}

async function importFile(account: string, file: string, options: ImportOptions): Promise<void> {
  const { config, json, name, phone, groups, fields, group, charset = '' } = options
  const columns = {
    ...(name !== undefined && { name: name.split(',') }),
    ...(phone !== undefined && { phone }),
    ...(groups !== undefined && { groups }),
    ...(fields !== undefined && { fields: fields === '' ? [] : fields.split(',') }),
  }
  const content = contentOf(file)
  const { stored, wrong } = await administer(config, (administration) =>
    administration.importContacts(
      account,
      { content, charset, columns, group },
      options.try === true,
    ),
  )
  const lines = wrong.map(({ line, why }) => `Line ${line}: ${why}`)
  const right = options.try === true ? 'would be stored' : 'are stored'
  done({ stored, wrong }, [...lines, `${stored} contacts ${right}.`].join('\n'), json)
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Sentence(`${file} cannot be read: ${(error as Error).message}`)
  }
}

function addContactGroupCommands(group: Verb): void {
  verb(group, 'add <account> <name>', 'makes a contact group', 'anna@example.org Kitchen').action(
    async (account: string, name: string, { config, json }: Common) => {
      await administer(config, (administration) => administration.addContactGroup(account, name))
      done({ account, name }, `The contact group ${name} is there.`, json)
    },
  )
  verb(
    group,
    'remove <account> <name>',
    'removes a contact group; its contacts stay',
    'anna@example.org Kitchen',
  ).action(async (account: string, name: string, { config, json }: Common) => {
    await administer(config, (administration) => administration.removeContactGroup(account, name))
    done({ account, name }, `The contact group ${name} is gone.`, json)
  })
  verb(
    group,
    'join <account> <group> <contact>',
    'puts a contact into a group',
    'anna@example.org Kitchen Ole',
  ).action(async (account: string, name: string, contact: string, { config, json }: Common) => {
    const wish = { contact, group: name }
    await administer(config, (administration) => administration.joinContactGroup(account, wish))
    done({ account, ...wish }, `${contact} is in ${name}.`, json)
  })
  verb(
    group,
    'leave <account> <group> <contact>',
    'takes a contact out of a group',
    'anna@example.org Kitchen Ole',
  ).action(async (account: string, name: string, contact: string, { config, json }: Common) => {
    const wish = { contact, group: name }
    await administer(config, (administration) => administration.leaveContactGroup(account, wish))
    done({ account, ...wish }, `${contact} is not in ${name} any more.`, json)
  })
  verb(
    group,
    'list <account>',
    'lists the contact groups of an account',
    'anna@example.org',
  ).action(async (account: string, { config, json }: Common) => {
    printRows(
      await administer(config, (administration) => administration.listContactGroups(account)),
      json === true,
    )
  })
}
