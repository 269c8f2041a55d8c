// What keeps an account its owner's: the password, the second step, the sessions.
import type { ListedSession, Proofs } from '../../gateway/people/person.ts'
import { secretUrl } from '../../gateway/people/second-step.ts'
import { textCode } from '../../sms/number-code.ts'
import { Moment } from '../moment.tsx'
import { NewPassword } from '../shell/new-password.tsx'
import { Token } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { Code } from './number-card.tsx'
import { accountWords } from './words.ts'

export function PasswordForm({ visit, proofs }: { visit: PersonVisit; proofs: Proofs }) {
  const words = accountWords[visit.language]
  return (
    <form method="post" action={`${visit.site.base}/account/password`} class="stack">
      <Token visit={visit} />
      <input type="hidden" name="username" value={visit.person.address} autocomplete="username" />
      {proofs.hasPassword && (
        <label class="input">
          <span>{words.old_password}</span>
          <input type="password" name="old" autocomplete="current-password" required />
        </label>
      )}
      <NewPassword words={words} />
      <p>
        <button class="button">
          {proofs.hasPassword ? words.change_password : words.set_password}
        </button>
      </p>
    </form>
  )
}

export function SecondStep({ visit, proofs }: { visit: PersonVisit; proofs: Proofs }) {
  const words = accountWords[visit.language]
  const { hasSecondStep, newSecret } = proofs
  const isNew = newSecret !== undefined && !hasSecondStep
  const wish = hasSecondStep ? 'end' : isNew ? 'confirm' : 'begin'
  return (
    <form method="post" action={`${visit.site.base}/account/step`} class="stack">
      <Token visit={visit} />
      <p class="muted">
        {hasSecondStep ? words.second_step_on : isNew ? words.scan : words.second_step_off}
      </p>
      {isNew && <NewSecret visit={visit} secret={newSecret} />}
      {wish !== 'begin' && (
        <label class="input">
          <span>{words.code}</span>
          <input name="code" inputMode="numeric" autocomplete="one-time-code" required />
        </label>
      )}
      <p>
        <button class="button" name="do" value={wish}>
          {words[wish]}
        </button>
      </p>
    </form>
  )
}

function NewSecret({ visit, secret }: { visit: PersonVisit; secret: string }) {
  const words = accountWords[visit.language]
  const url = secretUrl(secret, visit.person.address, 'SMS')
  return (
    <div class="own-number">
      <Code code={textCode(url)} label={words.code_of_secret} />
      <p class="stack">
        <code>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <a href={url}>{words.open_app}</a>
      </p>
    </div>
  )
}

export function Sessions({
  visit,
  sessions,
}: {
  visit: PersonVisit
  sessions: readonly ListedSession[]
}) {
  const words = accountWords[visit.language]
  const reader = { language: visit.language, timeZone: visit.person.timeZone }
  return (
    <form method="post" action={`${visit.site.base}/account/sessions`} class="stack">
      <Token visit={visit} />
      <ul class="rows">
        {sessions.map(({ id, ip, agent, since, seen, isThis }) => (
          <li key={id}>
            <p>
              <strong>{browserName(agent)}</strong> · {ip}
              {isThis && <span class="tag">{words.this_one}</span>}
              <br />
              <span class="muted">
                {words.since} <Moment at={since} shape="moment" reader={reader} /> · {words.seen}{' '}
                <Moment at={seen} shape="moment" reader={reader} />
              </span>
            </p>
            {!isThis && (
              <button class="button" name="session" value={id}>
                {words.end_session}
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <p>
          <button class="button" name="session" value="others">
            {words.end_others}
          </button>
        </p>
      )}
    </form>
  )
}

/** Browser and system, as far as a person would know them by it. */
function browserName(agent: string): string {
  const find = (names: readonly (readonly [RegExp, string])[]): string | undefined =>
    names.find(([pattern]) => pattern.test(agent))?.[1]
  const browser = find([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const system = find([
    [/iPhone|iPad/, 'iOS'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux/, 'Linux'],
  ])
  return [browser, system].filter((part) => part !== undefined).join(', ') || agent.slice(0, 60)
}
