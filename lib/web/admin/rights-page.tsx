// Administrators: rights, given and taken one by one, each in a group and all below it.
//
// Nobody gives or takes what they do not have there themselves: each right is changed at a desk that reaches
// as far as the giver has that right.
//
//   GET and POST /rights
import { Complaint } from '../../gateway/administration/complaint.ts'
import { isOperator, reach, rights } from '../../gateway/people/rights.ts'
import type { Form as SentForm } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import type { PersonVisit } from '../visit.ts'
import { askedNumber, deskOf, wordsOf } from './desk.ts'
import { Doing, goDone, Field, Form, GroupSelect, sendAdminPage, Submit } from './frame.tsx'
import { Table } from '../shell/table.tsx'
import { isAdminWord, type AdminWord } from './words/index.ts'

export const rightsPages: readonly Page[] = [
  get('members', '/rights', showRights),
  post('members', '/rights', changeRights),
]

const givable = [...rights, 'operator'] as const
type Givable = (typeof givable)[number]

function mayGive({ person }: PersonVisit, right: Givable): boolean {
  return (
    isOperator(person.rights) || (right !== 'operator' && reach(person.rights, right).length > 0)
  )
}

async function changeRights(visit: PersonVisit, form: SentForm): Promise<void> {
  const address = form.text('address').trim().toLowerCase()
  const group = form.text('group')
  const chosen = givable.filter((right) => form.all('right').includes(right))
  if (chosen.length === 0) throw new Complaint(wordsOf(visit)('nothing_chosen'))
  for (const right of chosen) {
    if (!mayGive(visit, right))
      throw new Complaint(`You do not have the right "${right}" yourself.`, 'right_not_yours')
    const desk = deskOf(visit, right === 'operator' ? 'members' : right)
    const wish = { address, group, rights: [right] }
    const members = deskOf(visit, 'members')
    const isTaken = form.text('do') === 'revoke'
    // The account, too, has to be of those whom they administer; but for one whose right they see.
    const isSeen =
      isTaken &&
      (await members.listRights()).some(
        (one) => one.address === address && one.group === group && one.rights.includes(right),
      )
    if (!isSeen) await members.mustAdminister(address, group)
    await (isTaken ? desk.revokeRights(wish) : desk.grantRights(wish))
  }
  goDone(visit, '/rights')
}

async function showRights(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'members')
  const groups = await desk.listGroups()
  const wished = groups.find(({ id }) => id === askedNumber(visit, 'group'))
  const given = (await desk.listRights()).filter(
    ({ group }) => wished === undefined || group === wished.path,
  )
  const rows = given.flatMap(({ address, group, rights: names }) =>
    names.map((right) => ({ address, group, right })),
  )
  sendAdminPage(
    visit,
    'rights',
    <>
      <section class="card">
        <Table
          label={word('rights')}
          empty={word('none_yet')}
          head={(['address', 'group', 'rights_of', 'change'] as const).map(word)}
          rows={rows.map(({ address, group, right }) => [
            address,
            group,
            rightInWords(right, word),
            mayGive(visit, right as Givable) && (
              <Doing
                visit={visit}
                path="/rights"
                fields={{ address, group, right }}
                wish="revoke"
                label={word('remove')}
              />
            ),
          ])}
        />
      </section>
      <Form visit={visit} path="/rights" title={word('give_rights')}>
        <p class="muted">{word('rights_hint')}</p>
        <Field label={word('address')} name="address" required />
        <GroupSelect visit={visit} groups={groups} value={wished?.path ?? ''} />
        <fieldset class="checks">
          <legend>{word('rights_of')}</legend>
          {givable
            .filter((right) => mayGive(visit, right))
            .map((right) => (
              <label class="check">
                <input type="checkbox" name="right" value={right} />
                <span>{rightInWords(right, word)}</span>
              </label>
            ))}
        </fieldset>
        <Submit visit={visit} word="add" wish="grant" />
      </Form>
    </>,
  )
}

function rightInWords(right: string, word: (word: AdminWord) => string): string {
  const name = `right_${right}`
  return isAdminWord(name) ? word(name) : right
}
