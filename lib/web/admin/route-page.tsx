// The routes: how each is, what waits for it, how fast it is, what it last complained of; paused and
// resumed.
//
//   GET and POST /routes
import type { ListedRoute } from '../../gateway/administration/routes.ts'
import type { Form as SentForm } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import type { PersonVisit } from '../visit.ts'
import { Badge } from './badge.tsx'
import { deskOf, wordsOf } from './desk.ts'
import { Doing, goDone, sendAdminPage, When } from './frame.tsx'
import { Table } from '../shell/table.tsx'

export const routePages: readonly Page[] = [
  get('operator', '/routes', showRoutes),
  post('operator', '/routes', changeRoute),
]

async function changeRoute(visit: PersonVisit, form: SentForm): Promise<void> {
  const mode = form.text('do') === 'pause' ? 'paused' : undefined
  await deskOf(visit, 'settings').setRouteMode(form.text('route'), mode)
  goDone(visit, '/routes')
}

export function RouteState({ visit, route }: { visit: PersonVisit; route: ListedRoute }) {
  const { isDown, mode } = route
  return (
    <Badge mood={mode !== null ? 'slow' : isDown ? 'bad' : 'good'}>
      {wordsOf(visit)(mode !== null ? 'paused' : isDown ? 'down' : 'up')}
    </Badge>
  )
}

async function showRoutes(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const routes = await deskOf(visit, 'settings').listRoutes()
  const head = (
    ['route', 'state', 'waiting', 'speed', 'reason', 'last_error', 'details', 'change'] as const
  ).map(word)
  sendAdminPage(
    visit,
    'routes',
    <section class="card">
      <Table
        label={word('routes')}
        empty={word('none_yet')}
        head={head}
        rows={routes.map((one) => [
          one.route,
          <>
            <RouteState visit={visit} route={one} />
            <span class="why">
              <When visit={visit} at={one.since} />
            </span>
          </>,
          one.waiting,
          `${one.speed} ${word('a_minute')}`,
          one.reason ?? '',
          one.lastError !== null && (
            <>
              {one.lastError}
              <span class="why">
                <When visit={visit} at={one.lastErrorAt} />
              </span>
            </>
          ),
          Object.entries(one.status)
            .map(([name, value]) => `${name}: ${value}`)
            .join(', '),
          <Doing
            visit={visit}
            path="/routes"
            fields={{ route: one.route }}
            wish={one.mode === null ? 'pause' : 'resume'}
            label={word(one.mode === null ? 'pause' : 'resume')}
          />,
        ])}
      />
    </section>,
  )
}
