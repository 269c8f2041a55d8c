import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compose } from './support.ts'

const below: Record<string, string> = {
  'a disclaimer in English':
    'This e-mail and any attachments are confidential and intended solely for the addressee. If you have received this message in error, please notify the sender and delete it. Unauthorised use is prohibited.',
  'a disclaimer in Danish':
    'Denne e-mail kan indeholde fortrolige oplysninger og er kun tiltænkt rette modtager. Hvis du ved en fejl har modtaget den, bedes du slette den. Videregivelse er ikke tilladt.',
  'a disclaimer in German':
    'Diese E-Mail enthält vertrauliche und rechtlich geschützte Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, vernichten Sie diese Mail. Die unbefugte Weitergabe ist nicht gestattet.',
  'a disclaimer in French':
    'Ce message et ses pièces jointes sont confidentiels et destinés exclusivement à leurs destinataires. Si vous l’avez reçu par erreur, merci de le supprimer. Toute diffusion est interdite.',
  'a disclaimer with a title':
    'CONFIDENTIALITY NOTICE: This message is privileged and intended only for the person named. Delete it if that is not you.',
  'a request not to print': 'Please consider the environment before printing this e-mail.',
  'a virus scanner': 'Virus-free. www.avg.com',
  'a virus scanner in Danish': 'Denne mail er kontrolleret for virus af Avast.\nwww.avast.com',
  'the footer of a mailing list':
    '_______________________________________________\nbees mailing list\nbees@lists.example.org\nhttps://lists.example.org/mailman/listinfo/bees',
  'the footer of a group':
    '-- \nYou received this message because you are subscribed to the Google Groups "Bees" group.\nTo unsubscribe from this group, send an email to bees+unsubscribe@googlegroups.com.',
  'a line of underscores': '________________________________',
  'a delimiter with nothing but a device below':
    '-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.',
  'several device lines': 'Envoyé depuis mon iPhone\nSent from Yahoo Mail on Android',
}

for (const [name, text] of Object.entries(below)) {
  test(`what others add below is cut: ${name}`, () => {
    assert.equal(
      compose({ text: `See you at ten.\n\nBo\n\n${text}\n` }).text,
      'See you at ten.\n\nBo',
    )
  })
  test(`and is kept where the group wants it: ${name}`, () => {
    const { text: kept } = compose(
      { text: `See you.\n\n${text}` },
      { disclaimers: 'keep', encoding: 'unicode' },
    )
    assert.equal(kept.replace(/\s+/g, ' '), `See you. ${text}`.replace(/\s+/g, ' '))
  })
}

const banners = [
  '[EXTERNAL]',
  'EXTERNAL EMAIL: Do not click links or open attachments.',
  'CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender.',
  "You don't often get email from ann@example.org. Learn why this is important",
  'ADVARSEL: Denne e-mail kommer fra en ekstern afsender. Klik ikke på links.',
  'Du får ikke ofte mails fra ann@example.org. Få mere at vide om, hvorfor dette er vigtigt',
  'ACHTUNG: Diese E-Mail stammt von einem externen Absender.',
]

for (const banner of banners) {
  test(`a banner on top is cut: ${banner.slice(0, 30)}`, () => {
    assert.equal(
      compose({ text: `${banner}\n\nHi Bo, see you at ten.` }).text,
      'Hi Bo, see you at ten.',
    )
  })
}

test('a text that speaks of such things is the person’s', () => {
  const text =
    'Hi Bo,\n\nplease delete the attachment of my last message, it was confidential and meant for Ann.\n\nAnn'
  assert.equal(compose({ text }).text, text)
})

const signed = 'See you at ten.\n\n-- \nBo Hansen\nTlf. 12 34 56 78'

test('the mail signature stays, unless the group wants it cut', () => {
  assert.equal(compose({ text: signed }).text, 'See you at ten.\n\n--\nBo Hansen\nTlf. 12 34 56 78')
  assert.equal(compose({ text: signed }, { mailSignature: 'cut' }).text, 'See you at ten.')
})

for (const closing of [
  'Venlig hilsen',
  'Med vänliga hälsningar',
  'Vennlig hilsen,',
  'Viele Grüße',
  'Cordialement,',
  'Best regards,',
  'Met vriendelijke groet,',
  'Saludos',
  'Cordiali saluti',
  'Pozdrawiam',
]) {
  test(`without a delimiter the signature begins at its closing: ${closing}`, () => {
    const text = `See you.\n\n${closing}\nBo Hansen\nExample A/S\nTlf. 12 34 56 78`
    assert.equal(compose({ text }, { mailSignature: 'cut' }).text, 'See you.')
  })
}

test('a signature that HTML names is cut by that name', () => {
  const html = '<div>Hej</div><div class="gmail_signature"><div>Bo</div><div>Direktør</div></div>'
  assert.equal(compose({ html }, { mailSignature: 'cut' }).text, 'Hej')
})
