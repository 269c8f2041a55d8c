// The cards of one's own mobiles, each proved by a code that it gets as an SMS, and of further addresses.
import type { OwnAccountFacts } from '../../gateway/people/own-account.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import { Token } from '../shell/shell.tsx'
import type { PersonVisit } from '../visit.ts'
import { accountWords } from './words.ts'

type Mobile = OwnAccountFacts['mobiles'][number]

export function MobilesCard({
  visit,
  mobiles,
}: {
  visit: PersonVisit
  mobiles: readonly Mobile[]
}) {
  const words = accountWords[visit.language]
  return (
    <section class="card" aria-labelledby="mobiles-title">
      <h2 id="mobiles-title">{words.mobiles}</h2>
      <p class="muted">{words.mobiles_use}</p>
      {mobiles.length > 0 && (
        <ul class="rows">
          {mobiles.map((mobile) => (
            <li key={mobile.phone}>
              <MobileLine visit={visit} mobile={mobile} />
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={`${visit.site.base}/account/mobiles`} class="one-line">
        <Token visit={visit} />
        <label class="input">
          <span>{words.new_mobile}</span>
          <input type="tel" name="phone" placeholder="+4520643064" required />
        </label>
        <button class="button" name="do" value="add">
          {words.send_code}
        </button>
      </form>
    </section>
  )
}

function MobileLine({ visit, mobile }: { visit: PersonVisit; mobile: Mobile }) {
  const words = accountWords[visit.language]
  const { phone, isConfirmed } = mobile
  return (
    <>
      <strong>{formatPhone(phone)}</strong>
      <form method="post" action={`${visit.site.base}/account/mobiles`} class="one-line">
        <Token visit={visit} />
        <input type="hidden" name="phone" value={phone} />
        {!isConfirmed && (
          <>
            <label class="input">
              <span>{words.sms_code}</span>
              <input
                class="short"
                name="code"
                inputMode="numeric"
                autocomplete="one-time-code"
                maxLength={6}
              />
            </label>
            <button class="button" name="do" value="confirm">
              {words.confirm_mobile}
            </button>
          </>
        )}
        <button
          class="button"
          name="do"
          value="remove"
          aria-label={`${words.remove} ${formatPhone(phone)}`}
        >
          {words.remove}
        </button>
      </form>
    </>
  )
}

export function AliasesCard({
  visit,
  aliases,
}: {
  visit: PersonVisit
  aliases: readonly string[]
}) {
  const words = accountWords[visit.language]
  return (
    <section class="card" aria-labelledby="aliases-title">
      <h2 id="aliases-title">{words.aliases}</h2>
      <p class="muted">{words.aliases_use}</p>
      <form method="post" action={`${visit.site.base}/account/aliases`}>
        <Token visit={visit} />
        <ul class="rows">
          {aliases.map((alias) => (
            <li key={alias}>
              {alias}
              <button
                class="button"
                name="alias"
                value={alias}
                aria-label={`${words.remove} ${alias}`}
              >
                {words.remove}
              </button>
            </li>
          ))}
        </ul>
      </form>
      {visit.gateway.people.canMail && (
        <form method="post" action={`${visit.site.base}/account/aliases`} class="one-line">
          <Token visit={visit} />
          <label class="input">
            <span>{words.new_address}</span>
            <input type="email" name="alias" autocomplete="off" required />
          </label>
          <button class="button" name="do" value="add">
            {words.mail_link}
          </button>
        </form>
      )}
    </section>
  )
}
