// Prepaid credit: balances, transfers between groups and alerts for whoever has the settings of their part of
// the tree; for the operator filling up, and the prices.
//
//   GET and POST /credit     POST /credit/prices
import type { Administration } from '../../gateway/administration/index.ts'
import type { ListedGroup } from '../../gateway/administration/groups.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import type { Form as SentForm } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { may, type PersonVisit } from '../visit.ts'
import { deskOf, wordsOf } from './desk.ts'
import { Doing, goDone, Field, Form, GroupSelect, sendAdminPage, Submit } from './frame.tsx'
import { Once } from '../shell/shell.tsx'
import { Table } from '../shell/table.tsx'

export const creditPages: readonly Page[] = [
  get('settings', '/credit', showCredit),
  post('settings', '/credit', changeCredit),
  post('operator', '/credit/prices', changePrices),
]

async function changeCredit(visit: PersonVisit, form: SentForm): Promise<void> {
  const desk = deskOf(visit, 'settings', form)
  const [wish, group] = [form.text('do'), form.text('group')]
  const amount = form.text('amount').trim()
  if (wish === 'transfer')
    await desk.transferCredit({ from: form.text('from'), to: form.text('to'), amount })
  else if (wish === 'alert')
    await desk.setCreditAlert(group, {
      below: form.text('below'),
      to: form.text('alert_to').trim(),
    })
  else if (wish === 'no_alert') await desk.setCreditAlert(group, undefined)
  else if (wish === 'add') await desk.addCredit(group, amount)
  else if (wish === 'remove') await desk.removeCredit(group)
  goDone(visit, '/credit')
}

async function changePrices(visit: PersonVisit, form: SentForm): Promise<void> {
  const desk = deskOf(visit, 'settings')
  const prefix = form.text('prefix').trim() || 'default'
  if (form.text('do') === 'remove') await desk.removePrice(prefix)
  else await desk.setPrice(prefix, form.text('price'))
  goDone(visit, '/credit')
}

async function showCredit(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'settings')
  const isOperator = may(visit.person, 'operator')
  const [groups, balances] = [await desk.listGroups(), await desk.listCredit()]
  const withCredit = groups.filter(({ path }) => balances.some(({ group }) => group === path))
  const head = (['group', 'balance', 'alert_of_credit', 'change'] as const).map(word)
  sendAdminPage(
    visit,
    'credit',
    <>
      <section class="card">
        <Table
          label={word('credit')}
          empty={word('no_credit')}
          head={isOperator ? head : head.slice(0, -1)}
          rows={balances.map(({ group, balance, alertBelow, alertTo }) => [
            group,
            Number(balance),
            alertBelow === null ? '' : `< ${alertBelow}: ${shownAddressee(alertTo)}`,
            ...(isOperator
              ? [
                  <Doing
                    visit={visit}
                    path="/credit"
                    fields={{ group }}
                    wish="remove"
                    label={word('end_credit')}
                    isFinal
                  />,
                ]
              : []),
          ])}
        />
        <p class="muted">{word('credit_hint')}</p>
      </section>
      <div class="cards">
        {withCredit.length > 0 && <Changes {...{ visit, groups, withCredit }} />}
        {isOperator && (
          <Form visit={visit} path="/credit" title={word('fill_up')}>
            <Once visit={visit} />
            <p class="muted">{word('fill_up_hint')}</p>
            <GroupSelect visit={visit} groups={groups} />
            <Field label={word('amount')} name="amount" required />
            <Submit visit={visit} word="add" wish="add" />
          </Form>
        )}
      </div>
      {isOperator && <Prices visit={visit} prices={await desk.listPrices()} />}
    </>,
  )
}

function shownAddressee(to: string | null): string {
  return to === null || to.includes('@') ? (to ?? '') : formatPhone(to)
}

function Changes({
  visit,
  groups,
  withCredit,
}: {
  readonly visit: PersonVisit
  readonly groups: readonly ListedGroup[]
  readonly withCredit: readonly ListedGroup[]
}) {
  const word = wordsOf(visit)
  return (
    <>
      {groups.length > 1 && (
        <Form visit={visit} path="/credit" title={word('transfer')}>
          <Once visit={visit} />
          <GroupSelect visit={visit} groups={withCredit} name="from" label={word('from_group')} />
          <GroupSelect visit={visit} groups={groups} name="to" label={word('to_group')} />
          <Field label={word('amount')} name="amount" required />
          <Submit visit={visit} word="transfer" wish="transfer" />
        </Form>
      )}
      <Form visit={visit} path="/credit" title={word('alert_of_credit')}>
        <GroupSelect visit={visit} groups={withCredit} />
        <Field label={word('alert_below')} name="below" />
        <Field label={word('alert_to')} name="alert_to" />
        <p class="buttons">
          <button class="button" name="do" value="alert">
            {word('set')}
          </button>
          <button class="button" name="do" value="no_alert">
            {word('no_alert')}
          </button>
        </p>
      </Form>
    </>
  )
}

function Prices({
  visit,
  prices,
}: {
  readonly visit: PersonVisit
  readonly prices: Awaited<ReturnType<Administration['listPrices']>>
}) {
  const word = wordsOf(visit)
  return (
    <section class="card" aria-label={word('prices')}>
      <h2>{word('prices')}</h2>
      <p class="muted">{word('prices_hint')}</p>
      {prices.length > 0 && (
        <Table
          label={word('prices')}
          empty=""
          head={[word('prefix'), word('price'), word('change')]}
          rows={prices.map(({ prefix, price }) => [
            prefix === 'default' ? word('others') : `+${prefix}`,
            Number(price),
            <Doing
              visit={visit}
              path="/credit/prices"
              fields={{ prefix }}
              wish="remove"
              label={word('remove')}
            />,
          ])}
        />
      )}
      <Form visit={visit} path="/credit/prices" class="filters">
        <Field label={word('prefix')} name="prefix" inputMode="numeric" maxLength={16} />
        <Field label={word('price')} name="price" required />
        <Submit visit={visit} word="set" wish="set" />
      </Form>
    </section>
  )
}
