// The words of the administrators' pages: every language names what English names, and what a person meets
// is said in their own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupSettings } from '../../lib/config/group-settings.ts'
import { Complaint } from '../../lib/gateway/administration/complaint.ts'
import { refused } from '../../lib/gateway/administration/refused.ts'
import { rights } from '../../lib/gateway/people/rights.ts'
import { isReasonCode } from '../../lib/mail/language/index.ts'
import { complaintInWords } from '../../lib/web/admin/complaint.ts'
import { nameInWords, reasonInWords } from '../../lib/web/admin/reason.ts'
import { choiceInWords } from '../../lib/web/admin/settings-card.tsx'
import { complaintWords } from '../../lib/web/admin/words/complaints.ts'
import { isAdminWord } from '../../lib/web/admin/words/index.ts'

const named = (line: string): string[] => (line.match(/\{\w+\}/g) ?? []).sort()

test('every complaint names the same things in every language', () => {
  for (const [code, lines] of Object.entries(complaintWords)) {
    const [english, ...others] = lines
    for (const line of others) {
      assert.deepEqual(named(line), named(english), code)
      assert.notEqual(line, english, code)
    }
  }
})

test('a complaint is said in the language of its reader', () => {
  const late = new Complaint('Message 7 is sent.', 'message_late', { id: 7, state: 'delivered' })
  assert.equal(complaintInWords('en', late), 'Message 7 is “delivered”: it is too late for that.')
  assert.match(complaintInWords('de', late), /^Nachricht 7 ist „zugestellt“/)
  const value = new Complaint('country: …', 'setting_value', { setting: 'country', value: 'x' })
  assert.match(complaintInWords('fr', value), /^Pays : « x »/)
  assert.equal(complaintInWords('da', new Complaint('As it is.')), 'As it is.')
  const group = { group: 'Office' }
  const none = refused({ code: 'limit_group_none', params: group })
  assert.match(complaintInWords('de', none), /Gruppe/)
  assert.notEqual(complaintInWords('sv', none), none.message)
  const { code, params, message } = none
  const noted = JSON.parse(JSON.stringify({ code, params, message })) as typeof none
  assert.equal(complaintInWords('de', noted), complaintInWords('de', none), 'of a job')
})

test('no complaint has the code of a refusal, whose sentence would be said in its place', () => {
  assert.deepEqual(Object.keys(complaintWords).filter(isReasonCode), [])
})

test('every setting and every right has a name', () => {
  for (const name of Object.keys(groupSettings)) assert.ok(isAdminWord(`set_${name}`), name)
  for (const right of [...rights, 'operator']) assert.ok(isAdminWord(`right_${right}`), right)
})

test('every choice of a setting has words', () => {
  for (const [name, { type }] of Object.entries(groupSettings))
    for (const choice of type.choices ?? [])
      if (`${name} ${choice}` !== 'encoding auto')
        assert.ok(
          (['da', 'fr'] as const).some(
            (language) => choiceInWords(name, choice, { language }) !== choice,
          ),
          `${name} ${choice}`,
        )
})

test('the names of the log are told in words, and what a provider said as it said it', () => {
  const why = (reason: string | null, language: 'en' | 'sv' = 'en'): string =>
    reasonInWords(language, { state: 'refused', reason, phone: '+4520643064' })
  assert.equal(why(null), '')
  assert.match(why('Personal:Office/Sales'), /Office\/Sales/)
  assert.match(why('no_sms_left:Group:Office'), /Office/)
  assert.match(why('sms_already_sent_24H'), /same text/i)
  assert.match(why('number_landline', 'sv'), /20 ?64 ?30 ?64/)
  assert.equal(why('by_hand:anna@example.test', 'sv'), 'av anna@example.test')
  assert.equal(why('error 30006 from the carrier'), 'error 30006 from the carrier')
  assert.equal(nameInWords('en', 'proof', 'key abc234'), 'key abc234')
  assert.equal(nameInWords('de', 'proof', 'tag'), 'Antwortadresse')
  assert.equal(nameInWords('fr', 'cut', 'mail_signature'), 'la signature du courriel')
  assert.equal(nameInWords('en', 'cut', 'something new'), 'something new')
})
