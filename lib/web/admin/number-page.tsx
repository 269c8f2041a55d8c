// Numbers and ranges of numbers: given to users, taken back; pools, owners, what rests. The operator adds and
// removes them.
//
//   GET and POST /numbers     GET /numbers/codes.zip?number=
import type { ComponentChildren } from 'preact'
import type { ListedNumber } from '../../gateway/administration/numbers.ts'
import { sendNumberPack } from '../account/number-pack.ts'
import { accountWords } from '../account/words.ts'
import type { Form as SentForm } from '../form.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { get, post, type Page } from '../page.ts'
import { may, type PersonVisit } from '../visit.ts'
import { Badge } from './badge.tsx'
import { asked, deskOf, wordsOf } from './desk.ts'
import { Doing, goDone, Field, Form, GroupSelect, sendAdminPage, Submit, When } from './frame.tsx'
import { Table } from '../shell/table.tsx'

export const numberPages: readonly Page[] = [
  get('numbers', '/numbers', showNumbers),
  post('numbers', '/numbers', changeNumbers),
  get('numbers', '/numbers/codes.zip', sendPack),
]

async function changeNumbers(visit: PersonVisit, form: SentForm): Promise<void> {
  const desk = deskOf(visit, 'numbers')
  const [wish, number] = [form.text('do'), form.text('number').trim()]
  if (wish === 'add') await desk.addNumber({ number, group: form.text('group') })
  else if (wish === 'assign') await desk.assignNumber(number, form.text('address').trim())
  else if (wish === 'release') await desk.releaseNumber(number)
  else if (wish === 'remove') await desk.removeNumber(number)
  goDone(visit, '/numbers')
}

/** For whoever prints the cards of their people. */
async function sendPack(visit: PersonVisit): Promise<void> {
  const wished = asked(visit, 'number')
  const numbers = await deskOf(visit, 'numbers').listNumbers()
  const one = numbers.find(({ number, account }) => number === wished && account !== null)
  if (one === undefined) throw new HttpRefusal(404, 'not_found')
  await sendNumberPack(one.number, visit.response)
}

async function showNumbers(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'numbers')
  const isOperator = may(visit.person, 'operator')
  const [numbers, groups] = [await desk.listNumbers(), await desk.listGroups()]
  const head = (['number', 'address', 'group', 'state', 'change'] as const).map(word)
  sendAdminPage(
    visit,
    'numbers',
    <>
      <section class="card">
        <Table
          label={word('numbers')}
          empty={word('none_yet')}
          head={head}
          rows={numbers.map((one) => {
            const wish = one.account === null ? 'remove' : 'release'
            return [
              <span class="line">
                {one.number}
                {one.account !== null && <PackLink visit={visit} number={one.number} />}
              </span>,
              one.account ?? '',
              one.group,
              stateOf(visit, one),
              (wish === 'release' || isOperator) && (
                <Doing
                  visit={visit}
                  path="/numbers"
                  fields={{ number: one.number }}
                  wish={wish}
                  label={word(wish)}
                />
              ),
            ]
          })}
        />
      </section>
      <div class="cards">
        <Form visit={visit} path="/numbers" title={word('assign')}>
          <Field label={word('number')} name="number" required />
          <Field label={word('address')} name="address" required />
          <Submit visit={visit} word="assign" wish="assign" />
        </Form>
        {isOperator && (
          <Form visit={visit} path="/numbers" title={word('new_number')}>
            <Field label={word('number')} name="number" required />
            <GroupSelect visit={visit} groups={groups} />
            <Submit visit={visit} word="add" wish="add" />
          </Form>
        )}
      </div>
    </>,
  )
}

/** Of a range how many are given; of a number whether it rests. */
function stateOf(visit: PersonVisit, one: ListedNumber): ComponentChildren {
  if (one.size !== null) return `${one.given ?? 0} / ${one.size}`
  if (one.restsUntil === null) return ''
  return (
    <>
      <Badge mood="slow">{wordsOf(visit)('rests')}</Badge>{' '}
      <When visit={visit} at={one.restsUntil} />
    </>
  )
}

function PackLink({ visit, number }: { visit: PersonVisit; number: string }) {
  const query = new URLSearchParams({ number }).toString()
  const label = `${accountWords[visit.language].number_pack}: ${number}`
  return (
    <>
      {' '}
      <a
        class="beside"
        href={`${visit.site.base}/numbers/codes.zip?${query}`}
        aria-label={label}
        title={label}
        download
      >
        QR
      </a>
    </>
  )
}
