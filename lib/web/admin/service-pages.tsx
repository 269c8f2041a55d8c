// What an administrator keeps beside people: the queue, keys, numbers, blocked phones; and for the
// operator the routes and who changed what.
//
//   GET and POST /queue, /keys, /numbers, /blocks, /routes     GET /audit
import type { ComponentChildren } from 'preact'
import type { ListedNumber } from '../../gateway/administration/numbers.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import type { Form } from '../form.ts'
import { Moment } from '../moment.tsx'
import { get, post, type Page } from '../page.ts'
import { Notice, sendPage, Token } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { asked, complaining, deskOf, mayReadTexts, wordsOf } from './desk.ts'
import { Badge, MessageState } from './badge.tsx'
import { Select, Table } from './table.tsx'
import type { AdminWord } from './words.ts'

export const servicePages: readonly Page[] = complaining([
  get('logs', '/queue', (visit) => showQueue(visit)),
  post('send', '/queue', changeQueue),
  get('keys', '/keys', (visit) => showKeys(visit)),
  post('keys', '/keys', changeKeys),
  get('numbers', '/numbers', (visit) => showNumbers(visit)),
  post('numbers', '/numbers', changeNumbers),
  get('settings', '/blocks', (visit) => showBlocks(visit)),
  post('settings', '/blocks', changeBlocks),
  get('operator', '/routes', showRoutes),
  post('operator', '/routes', changeRoute),
  get('operator', '/audit', showAudit),
])

function show(visit: PersonVisit, title: AdminWord, content: ComponentChildren): void {
  const word = wordsOf(visit)
  sendPage(
    visit,
    { title: word(title) },
    <>
      <header class="content-head">
        <h1>{word(title)}</h1>
      </header>
      {content}
    </>,
  )
}

function when(visit: PersonVisit, at: number | null): ComponentChildren {
  return at === null ? '' : <Moment at={at} shape="moment" reader={visit.person} />
}

async function changeQueue(visit: PersonVisit, form: Form): Promise<void> {
  const desk = deskOf(visit, 'send')
  const isCancel = form.text('do') === 'cancel'
  for (const id of form.all('id').filter((one) => /^\d{1,15}$/.test(one)))
    await (isCancel ? desk.cancelMessage(Number(id)) : desk.resendMessage(Number(id)))
  await showQueue(visit, wordsOf(visit)('done'))
}

async function showQueue(visit: PersonVisit, said?: string): Promise<void> {
  const word = wordsOf(visit)
  const waiting = await deskOf(visit, 'logs').listWaiting({})
  const texts = mayReadTexts(visit)
  const { base } = visit.site
  const head: AdminWord[] = ['choose', 'time', 'address', 'phone', 'state', 'route', 'waits_until']
  show(
    visit,
    'queue',
    <>
      {said !== undefined && <Notice kind="good">{said}</Notice>}
      <form class="card" method="post" action={`${base}/queue`}>
        <Token visit={visit} />
        <Table
          label={word('queue')}
          empty={word('nothing')}
          head={[...head.map(word), ...(texts ? [word('text')] : [])]}
          rows={waiting.map((one) => [
            <input
              type="checkbox"
              name="id"
              value={one.id}
              aria-label={`${word('choose')} ${one.id}`}
            />,
            <a href={`${base}/logs/${one.id}`}>{when(visit, one.at)}</a>,
            one.account ?? '',
            <span class="line">{formatPhone(one.phone)}</span>,
            <MessageState {...one} language={visit.language} />,
            one.route ?? '',
            when(visit, one.expiresAt),
            ...(texts ? [<span class="some-text">{one.text}</span>] : []),
          ])}
        />
        {waiting.length > 0 && (
          <p class="buttons">
            <button class="button" name="do" value="cancel">
              {word('cancel_messages')}
            </button>
            <button class="button" name="do" value="resend">
              {word('resend')}
            </button>
          </p>
        )}
      </form>
    </>,
  )
}

async function changeKeys(visit: PersonVisit, form: Form): Promise<void> {
  const desk = deskOf(visit, 'keys')
  const wish = form.text('do')
  const key =
    wish === 'add'
      ? await desk.addKey({ group: form.text('group'), name: form.text('name').slice(0, 60) })
      : undefined
  if (wish === 'pause' || wish === 'resume')
    await desk.setKeyActive(form.text('prefix'), wish === 'resume')
  await showKeys(visit, key ?? '')
}

async function showKeys(visit: PersonVisit, made?: string): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'keys')
  const keys = await desk.listKeys()
  const groups = await desk.listGroups()
  const action = `${visit.site.base}/keys`
  const head: AdminWord[] = ['what', 'name', 'group', 'state', 'last_used']
  show(
    visit,
    'keys',
    <>
      {made !== undefined && (
        <Notice kind="good">
          {made === '' ? (
            word('done')
          ) : (
            <>
              {word('new_key')} <code>{made}</code>
            </>
          )}
        </Notice>
      )}
      <section class="card">
        <Table
          label={word('keys')}
          empty={word('nothing')}
          head={[...head.map(word), word('change')]}
          rows={keys.map((key) => [
            <code>{key.prefix}…</code>,
            key.name,
            key.account ?? key.group,
            <Badge mood={key.active ? 'good' : 'slow'}>
              {word(key.active ? 'active' : 'paused')}
            </Badge>,
            when(visit, key.lastUsedAt),
            <form method="post" action={action}>
              <Token visit={visit} />
              <input type="hidden" name="prefix" value={key.prefix} />
              <button class="quiet" name="do" value={key.active ? 'pause' : 'resume'}>
                {word(key.active ? 'pause' : 'resume')}
              </button>
            </form>,
          ])}
        />
      </section>
      <form class="card" method="post" action={action}>
        <h2>{word('new_group_key')}</h2>
        <Token visit={visit} />
        <Select
          label={word('group')}
          name="group"
          value=""
          choices={groups.map(({ path }) => ({ value: path, label: path }))}
        />
        <label class="input">
          <span>{word('name')}</span>
          <input name="name" maxLength={60} />
        </label>
        <p>
          <button class="button" name="do" value="add">
            {word('add')}
          </button>
        </p>
      </form>
    </>,
  )
}

async function changeNumbers(visit: PersonVisit, form: Form): Promise<void> {
  const desk = deskOf(visit, 'numbers')
  const [wish, number] = [form.text('do'), form.text('number').trim()]
  if (wish === 'add') await desk.addNumber({ number, group: form.text('group') })
  else if (wish === 'assign') await desk.assignNumber(number, form.text('address').trim())
  else if (wish === 'release') await desk.releaseNumber(number)
  await showNumbers(visit, wordsOf(visit)('done'))
}

async function showNumbers(visit: PersonVisit, said?: string): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'numbers')
  const [numbers, groups] = [await desk.listNumbers(), await desk.listGroups()]
  const action = `${visit.site.base}/numbers`
  const head: AdminWord[] = ['number', 'address', 'group', 'state', 'change']
  show(
    visit,
    'numbers',
    <>
      {said !== undefined && <Notice kind="good">{said}</Notice>}
      <section class="card">
        <Table
          label={word('numbers')}
          empty={word('nothing')}
          head={head.map(word)}
          rows={numbers.map((one) => [
            <span class="line">{one.number}</span>,
            one.account ?? '',
            one.group,
            numberState(visit, one),
            one.account !== null && (
              <form method="post" action={action}>
                <Token visit={visit} />
                <input type="hidden" name="number" value={one.number} />
                <button class="quiet" name="do" value="release">
                  {word('release')}
                </button>
              </form>
            ),
          ])}
        />
      </section>
      <div class="cards">
        <form class="card" method="post" action={action}>
          <h2>{word('assign')}</h2>
          <Token visit={visit} />
          <Field label={word('number')} name="number" />
          <Field label={word('address')} name="address" />
          <p>
            <button class="button" name="do" value="assign">
              {word('assign')}
            </button>
          </p>
        </form>
        <form class="card" method="post" action={action}>
          <h2>{word('new_number')}</h2>
          <Token visit={visit} />
          <Field label={word('number')} name="number" />
          <Select
            label={word('group')}
            name="group"
            value=""
            choices={groups.map(({ path }) => ({ value: path, label: path }))}
          />
          <p>
            <button class="button" name="do" value="add">
              {word('add')}
            </button>
          </p>
        </form>
      </div>
    </>,
  )
}

function Field({ label, name }: { label: string; name: string }) {
  return (
    <label class="input">
      <span>{label}</span>
      <input name={name} required />
    </label>
  )
}

function numberState(visit: PersonVisit, one: ListedNumber): ComponentChildren {
  const word = wordsOf(visit)
  if (one.size !== null) return `${one.given ?? 0} / ${one.size}`
  if (one.restsUntil === null) return ''
  return (
    <>
      <Badge mood="slow">{word('rests')}</Badge> {when(visit, one.restsUntil)}
    </>
  )
}

async function changeBlocks(visit: PersonVisit, form: Form): Promise<void> {
  const desk = deskOf(visit, 'settings')
  const [group, phone] = [form.text('group'), form.text('phone')]
  if (form.text('do') === 'remove') await desk.removeBlock(group, phone)
  else await desk.addBlock(group, phone)
  await showBlocks(visit, group)
}

async function showBlocks(visit: PersonVisit, changed?: string): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'settings')
  const groups = await desk.listGroups()
  const wished = changed ?? asked(visit, 'group')
  const shown = groups.find(({ path }) => path === wished) ?? groups[0]
  const blocks = shown === undefined ? [] : await desk.listBlocks(shown.path)
  const action = `${visit.site.base}/blocks`
  const choices = groups.map(({ path }) => ({ value: path, label: path }))
  show(
    visit,
    'blocks',
    <>
      <form class="card filters" method="get" action={action}>
        <Select label={word('group')} name="group" value={shown?.path ?? ''} choices={choices} />
        <p>
          <button class="button">{word('choose')}</button>
        </p>
      </form>
      <section class="card">
        <Table
          label={word('blocks')}
          empty={word('nothing')}
          head={[word('phone'), word('came_by'), word('time'), word('change')]}
          rows={blocks.slice(0, mostBlocks).map(({ phone, source, since }) => [
            <span class="line">{formatPhone(phone)}</span>,
            source,
            when(visit, since),
            <form method="post" action={action}>
              <Token visit={visit} />
              <input type="hidden" name="group" value={shown?.path ?? ''} />
              <input type="hidden" name="phone" value={phone} />
              <button class="quiet" name="do" value="remove">
                {word('remove')}
              </button>
            </form>,
          ])}
        />
      </section>
      <form class="card" method="post" action={action}>
        <h2>{word('add')}</h2>
        <Token visit={visit} />
        <input type="hidden" name="group" value={shown?.path ?? ''} />
        <label class="input">
          <span>{word('phone')}</span>
          <input name="phone" inputMode="tel" required />
        </label>
        <p>
          <button class="button">{word('add')}</button>
        </p>
      </form>
    </>,
  )
}

const mostBlocks = 500

async function changeRoute(visit: PersonVisit, form: Form): Promise<void> {
  const mode = form.text('do') === 'pause' ? 'paused' : undefined
  await visit.gateway.administer(visit.person.address).setRouteMode(form.text('route'), mode)
  await showRoutes(visit)
}

async function showRoutes(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const routes = await visit.gateway.administer(visit.person.address).listRoutes()
  show(
    visit,
    'routes',
    <section class="card">
      <Table
        label={word('routes')}
        empty={word('nothing')}
        head={[
          word('route'),
          word('state'),
          word('waiting'),
          word('reason'),
          word('time'),
          word('what'),
          word('change'),
        ]}
        rows={routes.map((one) => [
          one.route,
          <Badge mood={one.mode !== null ? 'slow' : one.isDown ? 'bad' : 'good'}>
            {word(one.mode !== null ? 'paused' : one.isDown ? 'down' : 'up')}
          </Badge>,
          one.waiting,
          one.reason ?? '',
          when(visit, one.since),
          Object.entries(one.status)
            .map(([name, value]) => `${name}: ${value}`)
            .join(', '),
          <form method="post" action={`${visit.site.base}/routes`}>
            <Token visit={visit} />
            <input type="hidden" name="route" value={one.route} />
            <button class="quiet" name="do" value={one.mode === null ? 'pause' : 'resume'}>
              {word(one.mode === null ? 'pause' : 'resume')}
            </button>
          </form>,
        ])}
      />
    </section>,
  )
}

async function showAudit(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const changes = await visit.gateway.administer(visit.person.address).listAudit(200)
  const head: AdminWord[] = ['time', 'who', 'change', 'what', 'before', 'after']
  show(
    visit,
    'audit',
    <section class="card">
      <Table
        label={word('audit')}
        empty={word('nothing')}
        head={head.map(word)}
        rows={changes.map(({ at, actor, action, subject, before, after }) => [
          when(visit, at),
          actor,
          action,
          subject,
          before ?? '',
          after ?? '',
        ])}
      />
    </section>,
  )
}
