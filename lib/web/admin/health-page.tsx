// How the gateway is, and what the operator was told of.
//
//   GET /alarms
import type { RaisedAlarm } from '../../gateway/health.ts'
import { phrases } from '../../mail/language/index.ts'
import { fill } from '../../mail/language/reasons.ts'
import { get, type Page } from '../page.ts'
import type { PersonVisit } from '../visit.ts'
import { Badge } from './badge.tsx'
import { wordsOf } from './desk.ts'
import { sendAdminPage, When } from './frame.tsx'
import { RouteState } from './route-page.tsx'
import { Table } from '../shell/table.tsx'

export const healthPages: readonly Page[] = [get('operator', '/alarms', showHealth)]

async function showHealth(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const health = await visit.gateway.health.read()
  const alarms = await visit.gateway.health.alarms()
  const { rss } = process.memoryUsage()
  const facts = [
    [word('database'), `${health.engine}, ${word('answers_in')} ${health.answered.toFixed(1)} ms`],
    [word('waiting'), health.waiting],
    [
      word('oldest_waiting'),
      health.oldest === null ? word('nothing_waits') : <When visit={visit} at={health.oldest} />,
    ],
    [word('mails_waiting'), health.mails],
    [word('memory'), `${Math.round(rss / 1_048_576)} MB`],
    [word('running_since'), <When visit={visit} at={Date.now() - process.uptime() * 1000} />],
  ] as const
  sendAdminPage(
    visit,
    'health_and_alarms',
    <>
      <section class="card" aria-labelledby="health">
        <h2 id="health">{word('health')}</h2>
        <p>
          <Badge mood={health.isWell ? 'good' : 'bad'}>
            {word(health.isWell ? 'all_well' : 'not_well')}
          </Badge>
        </p>
        <dl class="facts">
          {facts.map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {health.routes.map((route) => (
            <div>
              <dt>
                {word('route')} {route.route}
              </dt>
              <dd>
                <RouteState visit={visit} route={route} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section class="card" aria-labelledby="alarms">
        <h2 id="alarms">{word('alarms')}</h2>
        <Table
          label={word('alarms')}
          empty={word('no_alarms')}
          head={[word('last_told'), word('alarm'), word('what_to_do'), word('since_then')]}
          rows={alarms.map((alarm) => {
            const { subject, text } = inWords(visit, alarm)
            return [<When visit={visit} at={alarm.toldAt} />, subject, text, alarm.count]
          })}
        />
      </section>
    </>,
  )
}

/** As the mail about it says. */
function inWords({ language }: PersonVisit, { fault, params }: RaisedAlarm) {
  const { subject, text } = phrases[language].faults[fault]
  return { subject: fill(subject, params), text: fill(text, params) }
}
