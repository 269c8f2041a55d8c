// The card of one's own number, and the card of what one may still send.
import type { OwnAccountFacts } from '../../gateway/people/own-account.ts'
import { codePath, numberCode, type NumberCode } from '../../sms/number-code.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import type { Language } from '../../mail/language/phrases.ts'
import { fill } from '../../mail/language/reasons.ts'
import { Moment } from '../moment.tsx'
import type { PersonVisit } from '../visit.ts'
import { accountWords } from './words.ts'

/** A QR code, dark on light whatever the colours of the page. */
export function Code({ code, label }: { code: NumberCode; label: string }) {
  return (
    <svg
      class="code"
      viewBox={`0 0 ${code.size} ${code.size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={codePath(code)} />
    </svg>
  )
}

export function NumberCard({ visit, number }: { visit: PersonVisit; number: string }) {
  const words = accountWords[visit.language]
  return (
    <section class="card" aria-labelledby="number-title">
      <h2 id="number-title">{words.number}</h2>
      <div class="own-number">
        <Code code={numberCode(number)} label={words.code_of_number} />
        <div class="stack">
          <p class="big">{formatPhone(number)}</p>
          <p class="muted">{words.number_use}</p>
          <p>
            <a class="button" href={`${visit.site.base}/account/codes.zip`} download>
              {words.number_pack}
            </a>
          </p>
        </div>
      </div>
    </section>
  )
}

export function LimitsCard({ visit, facts }: { visit: PersonVisit; facts: OwnAccountFacts }) {
  const words = accountWords[visit.language]
  const { limits, credit } = facts
  return (
    <section class="card" aria-labelledby="limits-title">
      <h2 id="limits-title">{words.limits}</h2>
      <ul class="rows">
        {limits.map((one) => (
          <li key={one.limit}>
            <LimitLine visit={visit} one={one} />
          </li>
        ))}
        {limits.length === 0 && <li>{words.no_limit}</li>}
        {credit !== undefined && (
          <li>{fill(words.credit, { group: credit.group, balance: credit.balance })}</li>
        )}
      </ul>
    </section>
  )
}

function LimitLine({ visit, one }: { visit: PersonVisit; one: OwnAccountFacts['limits'][number] }) {
  const words = accountWords[visit.language]
  const [scope, group = ''] = one.limit.split(/:(.*)/s)
  const reader = { language: visit.language, timeZone: visit.person.timeZone }
  const [parts = '', days] =
    one.allowed === 'none' ? ['0'] : one.allowed.replace('d', '').split('/')
  const left = one.left ?? 0
  return (
    <div class="limit">
      <p>
        <strong>{scope === 'Personal' ? words.own_limit : group}</strong>{' '}
        <span class="muted">
          {fill(words.parts_left, { left: String(left), allowed: parts })}
          {days !== undefined && ` · ${inDays(days, visit.language)}`}
        </span>
      </p>
      <meter
        min={0}
        max={Math.max(1, Number(parts))}
        value={left}
        aria-label={scope === 'Personal' ? words.own_limit : group}
      />
      {one.freesAt !== null && (
        <p class="muted">
          {words.room_again} <Moment at={one.freesAt} shape="moment" reader={reader} />
        </p>
      )}
    </div>
  )
}

function inDays(days: string, language: Language): string {
  const format = { style: 'unit', unit: 'day', unitDisplay: 'long' } as const
  return new Intl.NumberFormat(language, format).format(Number(days))
}
