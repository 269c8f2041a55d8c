// The queue: what waits or is under way and why; cancelled or sent again, the chosen or all that is found.
//
//   GET and POST /queue
import type { WaitingSearch } from '../../gateway/administration/messages.ts'
import { mayReadTexts } from '../../gateway/people/rights.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import type { Form as SentForm } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import { messageWords, stateWord } from '../messages/words.ts'
import { may, type PersonVisit } from '../visit.ts'
import { MessageState } from './badge.tsx'
import { askedNumber, deskOf, queryOf, wordsOf } from './desk.ts'
import { Field, Form, GroupSelect, sendAdminPage, Submit, When } from './frame.tsx'
import { chosenMessages, startMoves } from './job-page.tsx'
import { reasonInWords } from './reason.ts'
import { Select } from '../shell/select.tsx'
import { Once } from '../shell/shell.tsx'
import { hiddenHead, Table } from '../shell/table.tsx'

export const queuePages: readonly Page[] = [
  get('logs', '/queue', showQueue),
  post('send', '/queue', changeQueue),
]

const states = ['held', 'scheduled', 'queued', 'sending', 'uncertain'] as const

function searchOf(query: URLSearchParams): WaitingSearch {
  const said = (name: string): string | undefined => query.get(name)?.trim() || undefined
  return {
    group: askedNumber({ query }, 'group'),
    address: said('address')?.toLowerCase(),
    route: said('route'),
    state: states.find((state) => state === said('state')),
  }
}

async function changeQueue(visit: PersonVisit, form: SentForm): Promise<void> {
  const isAll = form.text('which') === 'all'
  const messages = isAll
    ? await deskOf(visit, 'send').allWaiting(searchOf(queryOf(form.text('found'))))
    : chosenMessages(form.all('id'))
  await startMoves(visit, form, form.text('do') === 'cancel' ? 'cancel' : 'resend', messages)
}

async function showQueue(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'logs')
  const search = searchOf(visit.query)
  const waiting = await desk.listWaiting(search)
  const texts = mayReadTexts(visit.person.rights)
  const isMover = may(visit.person, 'send')
  const { base } = visit.site
  const head = (
    ['time', 'address', 'phone', 'state', 'route', 'goes_out', 'waits_until'] as const
  ).map(word)
  sendAdminPage(
    visit,
    'queue',
    <>
      <form class="card filters" method="get" role="search">
        <GroupSelect
          visit={visit}
          groups={await desk.listGroups()}
          byId
          value={String(search.group ?? '')}
          none={word('all')}
        />
        <Field label={word('address')} name="address" value={search.address ?? ''} />
        <Field label={word('route')} name="route" value={search.route ?? ''} />
        <Select
          label={word('state')}
          name="state"
          value={search.state ?? ''}
          none={word('all')}
          choices={states.map((value) => ({
            value,
            label: stateWord(value, messageWords[visit.language]),
          }))}
        />
        <Submit visit={visit} word="search" />
      </form>
      <Form visit={visit} path="/queue" fields={{ found: visit.query.toString() }}>
        <Table
          label={word('queue')}
          empty={word('nothing')}
          head={[
            ...(isMover ? [hiddenHead(word('choose'))] : []),
            ...head,
            ...(texts ? [word('text')] : []),
          ]}
          rows={waiting.map((one) => [
            ...(isMover ? [<Choose visit={visit} id={one.id} />] : []),
            <a href={`${base}/logs/${one.id}`}>
              <When visit={visit} at={one.at} />
            </a>,
            one.account ?? '',
            <span class="line">{formatPhone(one.phone)}</span>,
            <MessageState
              state={one.state}
              reason={reasonInWords(visit.language, one)}
              language={visit.language}
            />,
            one.route ?? '',
            <When visit={visit} at={one.dueAt} />,
            <When visit={visit} at={one.expiresAt} />,
            ...(texts ? [<span class="some-text">{one.text}</span>] : []),
          ])}
        />
        {isMover && waiting.length > 0 && <Moves visit={visit} moves={['cancel', 'resend']} />}
      </Form>
    </>,
  )
}

export function Choose({ visit, id }: { visit: PersonVisit; id: number }) {
  return (
    <input type="checkbox" name="id" value={id} aria-label={`${wordsOf(visit)('choose')} ${id}`} />
  )
}

/** The buttons under messages: for those that are chosen, or for all that is found. */
export function Moves({
  visit,
  moves,
}: {
  visit: PersonVisit
  moves: readonly ('cancel' | 'resend')[]
}) {
  const word = wordsOf(visit)
  return (
    <div class="filters">
      <Once visit={visit} />
      <Select
        label={word('which')}
        name="which"
        value="chosen"
        choices={[
          { value: 'chosen', label: word('only_chosen') },
          { value: 'all', label: word('all_found') },
        ]}
      />
      <p class="buttons">
        {moves.map((move) => (
          <button class="button" name="do" value={move}>
            {word(move === 'cancel' ? 'cancel_messages' : 'resend')}
          </button>
        ))}
      </p>
    </div>
  )
}
