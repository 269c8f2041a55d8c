// Mails that answer nothing and forward nothing: what looks like history in them is what somebody wrote,
// or a machine tells. The same lines in an answer are history.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compose, squash } from './support.ts'

const whole: Record<string, string> = {
  'a job':
    'Job 17\nFrom: 12 High Street\nTo: Airport T2\nDate: 5 Mar 2026 10:30\nSubject: 2 pax\nPhone: 555 1234',
  'a job alone':
    'From: 12 High Street\nTo: Airport T2\nDate: 5 Mar 2026 10:30\nSubject: 2 pax\nPhone: 555 1234',
  'a Danish taxi':
    'Tur 17\nFra: Vesterbro 12\nTil: Kastrup T3\nDato: 05-03-2026 10:30\nEmne: 2 personer\nTlf: 12345678',
  'a German ride':
    'Fahrt 17\nVon: Hauptstraße 12\nNach: Flughafen\nAn: Wagen 4\nDatum: 05.03.2026 10:30\nBetreff: 2 Personen\nTelefon: 12345678',
  'a French ride':
    'Course 17\nDe : 12 rue Haute\nA : Aéroport T2\nDate : 05/03/2026 10:30\nObjet : 2 personnes\nTel : 0612345678',
  'a missed call':
    'Missed call\n\nFrom: Anna Hansen (+45 12 34 56 78)\nTo: Support\nSent: 5 March 2026 10:12\nMessage: Please call back',
  'a fax':
    'Fax received\nFrom: +45 12 34 56 78\nTo: Reception\nDate: 5 March 2026 10:12\nSubject: Order 12\nPages: 3',
  'a UPS':
    'APC Smart-UPS\nDate: 03/05/2026\nTime: 10:12:33\nFrom: UPS1 <ups@example.com>\nTo: ops@example.com\nSubject: UPS1\n\nWarning - UPS: On battery power in response to an input power problem.',
  'a form on the web':
    'New lead\n\nFrom: bob@example.com\nTo: sales@example.com\nSubject: Your offer\nMessage: please call 12345678',
  'a form on the web below a line':
    'New lead\n------------------------------\nFrom: Bob <bob@example.com>\nTo: sales@example.com\nDate: 5 March 2026 10:12\nSubject: Your offer\n\nPlease call 12345678',
  'all fields in one line':
    'Voicemail\nFrom: Anna <anna@example.com> Sent: 5 May 2026 10:12 To: Support Subject: Door\n\nPlease call back',
  'more than': '>50 people\n>60 chairs',
  'more than, once': '> 5 years experience wanted',
  'the lines of a log': 'Errors:\n\n> 10:12 disk full\n> 10:13 raid degraded',
  'a log between words': 'Errors:\n> 10:12 disk full\n> 10:13 raid degraded\n\nLook at both!',
}

for (const [name, text] of Object.entries(whole)) {
  test(`a mail that answers nothing goes out whole: ${name}`, () => {
    for (const subject of ['', 'Job', '[EXTERNAL] Job 17', '20643064'])
      assert.equal(compose({ text, subject }, { encoding: 'unicode' }).text, text)
    const html = text.replaceAll('>', '&gt;').replaceAll('<', '&lt;').replaceAll('\n', '<br>\n')
    const shown = compose({ html: `<div>${html}</div>` }, { encoding: 'unicode' }).text
    assert.equal(squash(shown), squash(text))
  })
}

const block =
  'From: Anna Lee <anna@example.com>\nSent: Thursday, March 5, 2026 10:12 AM\nTo: Bo\nSubject: Door'

test('in an answer or forward the same lines are history, behind the mark of a server too', () => {
  const text = `Yes\n\n${block}\n\nold`
  assert.equal(compose({ text }).text, text)
  for (const subject of [
    'Re: Door',
    'SV: Door',
    'Fwd: Door',
    '[EXTERNAL] Re: Door',
    '[EXT] FW: Door',
    'EXTERNAL: Re: Door',
    '*EXT*: [x] SV: Door',
  ])
    assert.equal(compose({ text, subject }).text, 'Yes', subject)
  assert.equal(compose({ text }, { isReply: true }).text, 'Yes')
  assert.equal(compose({ text: 'Yes\n\n> old\n> older', subject: '[EXT] Re: x' }).text, 'Yes')
})

const quoted: Record<string, string> = {
  'below the line of Outlook': `________________________________\n${block}\n\nold`,
  'below that line, without an address':
    '________________________________\nFra: Anna Lee\nSendt: 5. marts 2026 10:12\nTil: Bo\nEmne: Door\n\nold',
  'below a divider': `-----Original Message-----\n${block}\n\nold`,
  'marked, below a divider': 'Begin forwarded message:\n\n> From: Anna\n>\n> old',
  'marked, below an attribution': 'On 5 Mar 2026, at 10:12, Anna Lee wrote:\n\n> old\n\n\n> older',
  'marked on several levels': '> old\n>> older\n> oldest',
}

for (const [name, history] of Object.entries(quoted)) {
  test(`without a word of an answer history is known that is introduced: ${name}`, () => {
    assert.equal(compose({ text: `Yes\n\n${history}`, subject: '20643064' }).text, 'Yes')
  })
}

test('history that the HTML knows is cut from a mail that says nothing of an answer', () => {
  const html = `<div>Yes</div><div id="appendonsend"></div><div id="divRplyFwdMsg">${block.replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</div><div>old</div>`
  assert.equal(compose({ html }).text, 'Yes')
  assert.equal(compose({ html, text: `Yes\n\n${block}\n\nold` }).text, 'Yes')
  const cited = '<div>Yes</div><blockquote type="cite">old<br>older</blockquote>'
  assert.equal(compose({ html: cited }).text, 'Yes')
  assert.equal(
    compose({
      html: cited.replace('type="cite"', 'type="cite" cite="x"'),
      text: 'Yes\n\n> old\n> older',
    }).text,
    'Yes',
  )
})

test('a box below a line that a person or machine drew is no header block', () => {
  const html =
    '<p>New lead</p><div style="border-top:1px solid #ccc;padding-top:5px">Name: Bob<br>Phone: 12345678<br>Message: call me</div>'
  assert.equal(
    squash(compose({ html }).text),
    'New lead Name: Bob Phone: 12345678 Message: call me',
  )
})
