// What the words of a mail make of it, in a table each: answers of machines to our mails, which never go
// out as SMS, and texts of people and machines to a phone and of people who answer one, which do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { automaticKind } from '../../lib/mail/automatic.ts'
import { readMailNow } from '../../lib/mail/read-mail.ts'

const phone = '4520643064@sms.test'
const conversation = '4520643064-tag4example2tag4@sms.test'

interface Row {
  readonly subject: string
  readonly text: string
  readonly headers?: readonly string[]
  readonly envelopeFrom?: string
}

function kind({ subject, text, headers = [], envelopeFrom }: Row, recipient: string) {
  const from = headers.some((line) => line.startsWith('From:')) ? [] : ['From: a@example.org']
  const source = [...from, `Subject: ${subject}`, ...headers, '', text].join('\r\n')
  return automaticKind(readMailNow(Buffer.from(source)), {
    envelopeFrom: envelopeFrom ?? 'a@example.org',
    recipients: [recipient],
  })
}

const inReplyTo = 'In-Reply-To: <1@sms.test>'
const sms = '[SMS] Message from +45 20643064'

/** Without a header that says so, to the address of a conversation. */
const answersOfMachines: readonly (readonly [subject: string, text: string])[] = [
  // Whose Subject says so.
  [`Automatic reply: ${sms}`, 'I read mails again on Monday.'],
  [`Out of Office: ${sms}`, 'Until Monday.'],
  [`Out of Office AutoReply: ${sms}`, 'Until Monday.'],
  [`Autosvar: ${sms}`, 'Tak.'],
  [`Automatisk svar: ${sms}`, 'Jeg er tilbage mandag.'],
  [`Fravær: ${sms}`, 'Jeg er tilbage mandag.'],
  [`Automatiskt svar: ${sms}`, 'Åter måndag.'],
  [`Frånvaro: ${sms}`, 'Åter måndag.'],
  [`Semester: ${sms}`, 'Åter måndag.'],
  [`Ikke til stede: ${sms}`, 'Tilbake mandag.'],
  [`Fraværende: ${sms}`, 'Tilbake mandag.'],
  [`Automatische Antwort: ${sms}`, 'Ab Montag wieder da.'],
  [`Abwesenheitsnotiz: ${sms}`, 'Ab Montag wieder da.'],
  [`Abwesend: ${sms}`, 'Ab Montag wieder da.'],
  [`Urlaub: ${sms}`, 'Ab Montag wieder da.'],
  [`Réponse automatique : ${sms}`, 'De retour lundi.'],
  [`Absence du bureau : ${sms}`, 'De retour lundi.'],
  [`Accusé de réception : ${sms}`, 'Bien reçu.'],
  [`Respuesta automática: ${sms}`, 'Vuelvo el lunes.'],
  [`Fuera de la oficina: ${sms}`, 'Vuelvo el lunes.'],
  [`Resposta automática: ${sms}`, 'Volto na segunda.'],
  [`Ausência: ${sms}`, 'Volto na segunda.'],
  [`Risposta automatica: ${sms}`, 'Torno lunedì.'],
  [`Fuori sede: ${sms}`, 'Torno lunedì.'],
  [`Automatisch antwoord: ${sms}`, 'Maandag terug.'],
  [`Afwezigheidsmelding: ${sms}`, 'Maandag terug.'],
  [`Automaattinen vastaus: ${sms}`, 'Palaan maanantaina.'],
  [`Poissaolo: ${sms}`, 'Palaan maanantaina.'],
  [`Odpowiedź automatyczna: ${sms}`, 'Wracam w poniedziałek.'],
  [`Nieobecność: ${sms}`, 'Wracam w poniedziałek.'],
  [`Automatická odpověď: ${sms}`, 'Vrátím se v pondělí.'],
  [`Automatická odpoveď: ${sms}`, 'Vrátim sa v pondelok.'],
  [`Automatikus válasz: ${sms}`, 'Hétfőn jövök.'],
  [`Răspuns automat: ${sms}`, 'Revin luni.'],
  [`Автоматический ответ: ${sms}`, 'Вернусь в понедельник.'],
  [`Автоматична відповідь: ${sms}`, 'Буду в понеділок.'],
  [`Otomatik yanıt: ${sms}`, 'Pazartesi döneceğim.'],
  [`Αυτόματη απάντηση: ${sms}`, 'Επιστρέφω τη Δευτέρα.'],
  [`Automatski odgovor: ${sms}`, 'Vraćam se u ponedjeljak.'],
  [`自动回复: ${sms}`, '我不在。'],
  [`自動返信: ${sms}`, '不在にしております。'],
  [`자동 회신: ${sms}`, '부재중입니다.'],
  [`Trả lời tự động: ${sms}`, 'Tôi đi vắng.'],
  [`Автоматичен отговор: ${sms}`, 'Връщам се в понеделник.'],
  [`Samodejni odgovor: ${sms}`, 'V ponedeljek.'],
  [`Аутоматски одговор: ${sms}`, 'У понедељак.'],
  [`Automātiskā atbilde: ${sms}`, 'Pirmdien.'],
  [`Sjálfvirkt svar: ${sms}`, 'Á mánudag.'],
  [`Resposta automàtica: ${sms}`, 'Dilluns.'],
  [`Erantzun automatikoa: ${sms}`, 'Astelehenean.'],
  [`תשובה אוטומטית: ${sms}`, 'ביום שני'],
  [`رد تلقائي: ${sms}`, 'يوم الاثنين'],
  [`ตอบกลับอัตโนมัติ: ${sms}`, 'วันจันทร์'],
  ['Samodejni odgovor', 'V ponedeljek.'],
  // Receipts that it was read.
  [`Read: ${sms}`, 'Your message was read.'],
  [`Læst: ${sms}`, 'Din meddelelse er læst.'],
  [`Kvittering for læsning: ${sms}`, 'Læst.'],
  [`Lu : ${sms}`, 'Votre message a été lu.'],
  [`Accusé de lecture : ${sms}`, 'Lu.'],
  ['Accusé de lecture', 'Lu.'],
  [`Прочтено: ${sms}`, 'Прочтено.'],
  [`已读: ${sms}`, '已读'],
  [`已读：${sms}`, '已读'],
  [`開封済み: ${sms}`, '開封済み'],
  [`Okundu: ${sms}`, 'Okundu.'],
  // Whose text says so.
  [
    `Re: ${sms}`,
    'Thank you for your email. I am out of the office until Monday. For urgent matters please call Bo.',
  ],
  [
    `Re: ${sms}`,
    'Thank you for your message. We will get back to you as soon as possible. For urgent matters please call 555 1234.',
  ],
  [`Re: ${sms}`, 'We have received your message. Please do not reply to this message.'],
  [
    `Re: ${sms}`,
    'Thank you for your e-mail. This mailbox is not monitored, please use our web form.',
  ],
  [`Re: ${sms}`, 'This is an automated response. Your ticket number is 4711.'],
  [
    `SV: ${sms}`,
    'Tak for din mail. Jeg er på ferie til og med fredag. Hvis det haster, ring til Bo.',
  ],
  [
    `SV: ${sms}`,
    'Tak for din henvendelse. Vi vender tilbage hurtigst muligt. Hvis det haster, ring 12345678.',
  ],
  [`SV: ${sms}`, 'Vi har modtaget din mail. Denne mail kan ikke besvares.'],
  [`SV: ${sms}`, 'Tack för ditt mejl. Jag är på semester och åter den 5 maj. Kontakta gärna Bo.'],
  [
    `SV: ${sms}`,
    'Tack för ditt meddelande. Vi återkommer så snart vi kan. Vid brådskande ärenden ring 08-123.',
  ],
  [
    `AW: ${sms}`,
    'Ich bin bis 5.3. im Urlaub. Ich werde mich danach melden. In dringenden Fällen: Bo.',
  ],
  [
    `AW: ${sms}`,
    'Ihre Nachricht ist bei uns eingegangen. Bitte antworten Sie nicht auf diese Mail.',
  ],
  [`RE: ${sms}`, 'Je suis en congé, de retour le 5 mars. En cas d’urgence : Bo.'],
  [
    `RE: ${sms}`,
    'Merci pour votre message. Nous vous répondrons dans les meilleurs délais. En cas d’urgence, appelez Bo.',
  ],
  [`RE: ${sms}`, 'Estoy de vacaciones, regreso el lunes. Si es urgente, llame a Bo.'],
  [`RE: ${sms}`, 'Estarei ausente, regresso dia 5. Em caso de urgência contacte Bo.'],
  [`R: ${sms}`, 'Sono in ferie e rientro lunedì. Per urgenze contattare Bo.'],
  [`RE: ${sms}`, 'Ik ben met vakantie en maandag terug. Voor dringende zaken: Bo.'],
  [`VS: ${sms}`, 'Olen lomalla ja palaan maanantaina. Kiireellisissä asioissa: Bo.'],
  [`Odp: ${sms}`, 'Jestem na urlopie, wracam w poniedziałek. W pilnych sprawach: Bo.'],
  [`Re: ${sms}`, 'Jsem na dovolené, vrátím se v pondělí. V naléhavých případech: Bo.'],
  [`Re: ${sms}`, 'Я в отпуске, вернусь в понедельник. По срочным вопросам: Бо.'],
  // Receipts, closed offices, and mailboxes that nobody reads.
  [
    `Re: ${sms}`,
    'Thank you for your email. Our office is closed until Monday 5 January. For urgent matters, please call 555 1234.',
  ],
  [
    `SV: ${sms}`,
    'Tak for din mail. Kontoret er lukket til og med 5. januar. Haster det, så ring 12345678.',
  ],
  [
    `SV: ${sms}`,
    'Tack för ditt mejl. Kontoret är stängt till och med 5 januari. Vid brådskande ärenden, ring 08-123.',
  ],
  [
    `SV: ${sms}`,
    'Takk for e-posten. Kontoret er stengt til og med 5. januar. Dersom det haster, ring 12345678.',
  ],
  [
    `AW: ${sms}`,
    'Vielen Dank für Ihre Nachricht. Unser Büro ist bis 5.1. geschlossen. In dringenden Fällen rufen Sie 030 123 an.',
  ],
  [
    `RE: ${sms}`,
    'Merci pour votre message. Nos bureaux sont fermés jusqu’au 5 janvier. En cas d’urgence, appelez le 01 23.',
  ],
  [
    `Re: ${sms}`,
    'Thank you for your email. Our office is closed until Monday. Please contact bo@example.org.',
  ],
  [`SV: ${sms}`, 'Tak for din mail. Kontoret er lukket til og med fredag. Kontakt Bo.'],
  [
    `Re: ${sms}`,
    'We have received your message. You will get an answer within 24 hours. If your request is urgent, please call 555 1234.',
  ],
  [
    `SV: ${sms}`,
    'Vi har modtaget din besked. Du får svar inden for 24 timer. Hvis det haster, ring 12345678.',
  ],
  [
    `SV: ${sms}`,
    'Vi har mottagit ditt meddelande. Du får svar inom 24 timmar. Är det brådskande, ring 08-123.',
  ],
  [
    `SV: ${sms}`,
    'Vi har mottatt din henvendelse. Du får svar innen 24 timer. Dersom det haster, ring 12345678.',
  ],
  [
    `AW: ${sms}`,
    'Wir haben Ihre Nachricht erhalten. Sie erhalten innerhalb von 24 Stunden eine Antwort. In dringenden Fällen rufen Sie uns an.',
  ],
  [
    `RE: ${sms}`,
    'Nous avons bien reçu votre message. Vous recevrez une réponse sous 24 heures. Si votre demande est urgente, appelez-nous.',
  ],
  [
    `SV: ${sms}`,
    'Vi har modtaget din henvendelse og behandler den hurtigst muligt. Dit sagsnummer er 12345.',
  ],
  [
    `SV: ${sms}`,
    'Vi har mottagit din förfrågan och behandlar den så snart som möjligt. Ditt ärendenummer är 12345.',
  ],
  [
    `SV: ${sms}`,
    'Vi har mottatt din henvendelse og behandler den så snart som mulig. Ditt saksnummer er 12345.',
  ],
  [
    `AW: ${sms}`,
    'Ihre E-Mail ist bei uns eingegangen und wird schnellstmöglich bearbeitet. Ihre Ticketnummer: 12345.',
  ],
  [
    `RE: ${sms}`,
    'Votre demande a bien été enregistrée et sera traitée dans les meilleurs délais. Numéro de dossier : 12345.',
  ],
  [
    `Re: ${sms}`,
    'Your message has been received. Our team will review it as soon as possible. Reference number 123.',
  ],
  [`SV: ${sms}`, 'Din henvendelse er modtaget og besvares hurtigst muligt. Referencenummer 123.'],
  [
    `SV: ${sms}`,
    'Ditt meddelande har mottagits och besvaras så snart som möjligt. Referensnummer 123.',
  ],
  [
    `SV: ${sms}`,
    'Henvendelsen din er mottatt og besvares så snart som mulig. Referansenummer 123.',
  ],
  [
    `AW: ${sms}`,
    'Ihre Nachricht ist eingegangen. Unser Team wird sie so schnell wie möglich bearbeiten. Vorgangsnummer 123.',
  ],
  [
    `RE: ${sms}`,
    'Votre message nous est bien parvenu. Notre équipe vous répondra dès que possible. Numéro de référence 123.',
  ],
  [`Re: ${sms}`, 'We have received your message. Your ticket number is 123.'],
  [
    `Re: ${sms}`,
    'Thank you for your message. I am traveling and will be back on Monday with limited access to email.',
  ],
  [
    `SV: ${sms}`,
    'Tak for din besked. Jeg er på rejse og tilbage mandag med begrænset adgang til mail.',
  ],
  [
    `SV: ${sms}`,
    'Tack för ditt meddelande. Jag är på resa och tillbaka på måndag, med begränsad tillgång till e-post.',
  ],
  [
    `SV: ${sms}`,
    'Takk for e-posten. Jeg er på reise og tilbake mandag med begrenset tilgang til e-post.',
  ],
  [
    `AW: ${sms}`,
    'Vielen Dank für Ihre Nachricht. Ich bin auf Reisen und ab Montag wieder da, mit eingeschränktem Zugriff auf E-Mails.',
  ],
  [
    `RE: ${sms}`,
    'Merci pour votre message. Je suis en voyage, de retour lundi, avec un accès limité à mes e-mails.',
  ],
  [
    `SV: ${sms}`,
    'Tak for din henvendelse. Vi besvarer din mail hurtigst muligt. Kontakt os på 12345678.',
  ],
  [
    `Re: ${sms}`,
    'You have reached an unmonitored mailbox. Your message will not be read. Please contact info@example.org.',
  ],
  [
    `SV: ${sms}`,
    'Denne postkasse overvåges ikke. Din besked bliver ikke læst. Skriv til info@example.org.',
  ],
  [`SV: ${sms}`, 'Den här brevlådan bevakas inte. Ditt meddelande kommer inte att läsas.'],
  [`SV: ${sms}`, 'Denne postkassen overvåkes ikke. Meldingen din blir ikke lest.'],
  [`AW: ${sms}`, 'Dieses Postfach wird nicht überwacht. Ihre Nachricht wird nicht gelesen.'],
  [`RE: ${sms}`, 'Cette adresse n’est pas surveillée. Votre message ne sera pas lu.'],
  [`Re: ${sms}`, 'Please do not reply to this email. This mailbox is not monitored.'],
  [
    `Re: ${sms}`,
    'The person you are trying to reach is no longer with the company. This mailbox is not monitored.',
  ],
  [`SV: ${sms}`, 'Anna er ikke længere ansat. Mailadressen læses ikke.'],
  [`SV: ${sms}`, 'Anna arbetar inte längre här. Mejladressen läses inte.'],
  [`SV: ${sms}`, 'Anna har sluttet. Adressen leses ikke.'],
  [
    `AW: ${sms}`,
    'Frau Maier ist nicht mehr bei uns tätig. Diese E-Mail-Adresse wird nicht mehr gelesen.',
  ],
  [`RE: ${sms}`, 'Anne ne travaille plus ici. Cette adresse e-mail n’est plus consultée.'],
  [`SV: ${sms}`, 'Denne mail kan ikke besvares. Skriv i stedet til info@example.org.'],
  [`SV: ${sms}`, 'Svara inte på detta mejl. Skriv till info@example.org.'],
  [`SV: ${sms}`, 'Det här mejlet kan inte besvaras.'],
  [`SV: ${sms}`, 'Ikke svar på denne e-posten. Skriv til info@example.org.'],
  [
    `AW: ${sms}`,
    'Auf diese E-Mail kann nicht geantwortet werden. Schreiben Sie an info@example.org.',
  ],
  [`AW: ${sms}`, 'Bitte antworten Sie nicht auf diese E-Mail.'],
  [`RE: ${sms}`, 'Merci de ne pas répondre à ce message, cette boîte n’est pas consultée.'],
  [`RE: ${sms}`, 'Merci de ne pas répondre à cet e-mail.'],
  [`Re: ${sms}`, 'Please do not reply to this message. Please contact info@example.org.'],
  [`Re: ${sms}`, 'My mailbox is protected by MailInBlack. Click the link to be authenticated.'],
  [
    `RE: ${sms}`,
    'Ma boîte est protégée par MailInBlack. Cliquez sur le lien pour vous authentifier.',
  ],
]

/** By their headers, also to a phone. */
const headers: readonly string[] = [
  'Auto-Submitted: auto-replied',
  'X-Autoreply: yes',
  'Precedence: bulk',
  'Precedence: auto_reply',
  'X-Auto-Response-Suppress: All',
  'List-Id: <bees.example.org>',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  'X-Failed-Recipients: b@example.org',
]

for (const [subject, text] of answersOfMachines) {
  test(`a machine answers a conversation: ${subject}: ${text}`, () => {
    assert.notEqual(kind({ subject, text }, conversation), false)
    assert.notEqual(kind({ subject, text, headers: [inReplyTo] }, conversation), false)
  })
}

for (const header of headers) {
  test(`a machine says so by itself: ${header}`, () => {
    const row = { subject: 'Hello', text: 'Hello', headers: [header] }
    assert.notEqual(kind(row, phone), false)
    assert.notEqual(kind(row, conversation), false)
  })
}

test('the answer to an envelope sender that cannot be answered is a machine’s', () => {
  const row = { subject: 'Frånvaro: Möte', text: 'Åter måndag.' }
  assert.equal(kind(row, 'noreply-tag4example2tag4@sms.test'), 'auto-reply')
})

const textsToPhone: readonly (readonly [subject: string, text: string])[] = [
  // Who is away, from school and from work.
  ['Frånvaro: Kalle 4B', 'Kalle saknas i skolan'],
  ['Frånvarande idag', 'Kalle 4B'],
  ['Fravær - Emma Hansen', 'Emma er ikke mødt i dag'],
  ['Fraværsbesked: Emma Hansen', 'Emma er ikke mødt i dag'],
  ['Fraværende: Emma', 'Ring venligst til skolen'],
  ['Absence: Lucas Martin', 'Lucas n’est pas venu en cours'],
  ['Absent: Lucas Martin', 'Please call the school'],
  ['Message d’absence : Lucas', 'Merci de contacter l’école'],
  ['Ausencia de su hijo Juan, 3 de marzo', 'Póngase en contacto con el colegio'],
  ['Ausente: Juan', 'Hoy'],
  ['Abwesenheit: Max Müller 5a', 'Max fehlt heute'],
  ['Abwesenheitsmeldung: Max Müller 5a', 'Max fehlt heute'],
  ['Assenza di Marco Rossi, 3B', 'Assente dalle 8'],
  ['Nieobecność ucznia Jan Kowalski', 'Jan nie przyszedł dziś do szkoły'],
  ['Poissaolo: Matti 4B', 'Matti ei ole koulussa'],
  ['Afwezigheid Jan de Vries', 'Jan is vandaag niet op school'],
  ['Nepřítomnost: Jan Novák', 'Jan dnes chybí'],
  // Holidays.
  ['Ferie: husk at melde ind', 'Senest fredag'],
  ['Ferie - hvem passer katten', 'Kan du?'],
  ['Semester: vem vattnar?', 'Kan du?'],
  ['Urlaub - Vertretung gesucht', 'Wer kann am Freitag?'],
  ['Vacation: key is under the mat', 'Have fun'],
  ['I am on vacation next week', 'Can you take my shift?'],
  ['OOO: who takes the phone on Monday?', 'Bo?'],
  ['Out of office: who takes the phone on Monday?', 'Bo?'],
  ['Lomalla ensi viikolla', 'Voitko ottaa vuoron?'],
  ['Urlop: kto zastąpi?', 'Ania?'],
  ['En congé : qui remplace ?', 'Léa ?'],
  // Receipts.
  ['Eingangsbestätigung Ihrer Bestellung 4711', 'Abholung ab Dienstag'],
  ['Empfangsbestätigung Paket', 'Beim Nachbarn'],
  ['Accusé de réception de votre commande', 'Retrait dès mardi'],
  [
    'Eingangsbestätigung Ihrer Bestellung 4711',
    'Vielen Dank für Ihre Anfrage. Wir liefern so schnell wie möglich. Bei Fragen wenden Sie sich an Bo.',
  ],
  ['Acuse de recibo de su pedido', 'Listo el martes'],
  ['Ontvangstbevestiging bestelling 12', 'Dinsdag klaar'],
  ['Conferma di ricezione ordine 12', 'Pronto martedì'],
  ['Kvittering - betaling', '250 kr. er betalt'],
  ['Kvittering: betaling', '250 kr. er betalt'],
  ['Read: chapter 5', 'Till Friday'],
  ['Læst: din besked', 'Vi ses'],
  ['Lu: le chapitre 5', 'Pour vendredi'],
  ['Прочитано: глава 5', 'До пятницы'],
  // Couriers.
  ['Delivery problem', 'Hi, we were unable to deliver your parcel today. Please call us.'],
  ['Delivery failed', 'We were unable to deliver your order. We try again tomorrow.'],
  ['Delivery delayed', 'Delivery has been delayed until Monday.'],
  ['Not delivered', 'We could not deliver the flowers, nobody was at home.'],
  ['Delivery status', 'Delivery failed. Ask info@courier.example for a new date.'],
  ['Kunne ikke leveres i dag', 'Pakken kunne ikke leveres, vi kommer igen i morgen.'],
  ['Zustellung fehlgeschlagen', 'Das Paket konnte nicht zugestellt werden.'],
  ['Échec de livraison', 'Le colis n’a pas pu être livré, delivery failed.'],
  ['Error de entrega', 'El paquete no se pudo entregar.'],
  ['Mancata consegna', 'Non è stato possibile consegnare il pacco.'],
  ['Zwrot', 'Paczka nie mogła zostać dostarczona.'],
  ['Delivery report week 9', 'Two addresses were unable to be delivered to: address not found.'],
  // What cannot be answered.
  ['', 'Husk din tid mandag kl. 10. Svar ikke på denne SMS, ring 12345678.'],
  ['', 'Denne SMS kan ikke besvares. Din tid er mandag kl. 10.'],
  ['Din tid', 'Din tid er mandag. Beskeden kan ikke besvares.'],
  ['', 'Din tid är måndag kl 10. Det går inte att svara på detta SMS'],
  ['', 'Ihr Termin ist Montag. Bitte antworten Sie nicht auf diese SMS'],
  ['', 'Votre rendez-vous est lundi. Merci de ne pas répondre à ce SMS'],
  ['', 'Su cita es el lunes. Por favor, no responda a este SMS'],
  ['', 'Your car is ready. Please do not reply to this message'],
  ['', 'Your car is ready.\r\n\r\nThis mailbox is not monitored at weekends'],
  ['', 'Your account is protected by a PIN: 1234'],
  ['', 'Je afspraak is maandag, niet op dinsdag. Ik kan niet op deze dag.'],
  ['', 'This is an automated message: the water is off on Monday.'],
  ['', 'SMS’en kan ikke besvares. Tak for din mail.'],
  ['Automatisk besked', 'Vandet er lukket mandag.'],
  // Closed offices.
  ['', 'Our office is closed until Monday 5 January. For urgent matters, please call 555 1234.'],
  ['', 'Tak for din mail. Kontoret er lukket til og med 5. januar. Haster det, så ring 12345678.'],
  ['', 'We have received your message. Your ticket number is 123.'],
  // Thanks.
  ['', 'Thank you for your message. Your table is free until Friday. Please call 555 1234.'],
  ['Your car', 'Thanks for your message! It is ready until Friday. Please call us.'],
  ['', 'Tak for din besked. Vi gør det hurtigst muligt. Ring til mig på 12345678.'],
]

for (const [subject, text] of textsToPhone) {
  test(`a text to a phone is sent: ${subject}: ${text}`, () => {
    assert.equal(kind({ subject, text }, phone), false)
  })
}

const answersOfPeople: readonly (readonly [subject: string, text: string])[] = [
  [
    `SV: ${sms}`,
    'Tak for din besked. Bilen er klar i morgen, vi gør det hurtigst muligt. Ring til mig på 12345678.',
  ],
  [
    `Re: ${sms}`,
    'Thanks for your message! We can hold the table until Friday. Please call 555 1234 to confirm.',
  ],
  [
    `SV: ${sms}`,
    'Tack för ditt meddelande. Bilen är klar så snart som möjligt, tillbaka på fredag. Kontakta gärna Bo på 070-123.',
  ],
  [
    `AW: ${sms}`,
    'Vielen Dank für Ihre Nachricht. Wir liefern so schnell wie möglich. Bitte wenden Sie sich an Bo.',
  ],
  [
    `RE: ${sms}`,
    'Merci pour votre message. La table est libre jusqu’au 5. Veuillez contacter Léa pour confirmer.',
  ],
  [
    `RE: ${sms}`,
    'Gracias por su mensaje. La mesa está libre hasta el viernes. Puede contactar con Ana.',
  ],
  [
    `RE: ${sms}`,
    'Bedankt voor je bericht. De fiets is vrijdag terug. Neem dan contact op met Jan.',
  ],
  [`RE: ${sms}`, 'Grazie per averci scritto. Il tavolo è libero fino al 5. Contattare Anna.'],
  [`Re: ${sms}`, 'Husk din tid mandag kl. 10. Svar ikke på denne SMS, ring 12345678.'],
  [`Re: ${sms}`, 'Tak for din mail. Denne SMS kan ikke besvares. Din tid er mandag.'],
  [`Re: ${sms}`, 'Det går inte att svara på detta SMS, ring oss.'],
  [`AW: ${sms}`, 'Bitte antworten Sie nicht auf diese SMS, rufen Sie an.'],
  [`RE: ${sms}`, 'Merci de ne pas répondre à ce SMS.'],
  [`Re: ${sms}`, 'Please do not reply to this message, just come.'],
  [`Re: ${sms}`, 'Come at noon.\r\n\r\nAnn\r\nThis mailbox is not monitored at weekends'],
  [`Re: ${sms}`, 'Your account is protected by a PIN: 1234'],
  [`Re: ${sms}`, 'I acknowledge that I have received your keys.'],
  [`RE: ${sms}`, 'Ik kan niet op deze dag.'],
  [`Re: ${sms}`, 'Our office is closed until Friday, please call me.'],
  [`Re: ${sms}`, 'Thanks for your message! The road is closed until Friday. Please call me.'],
  [`Re: ${sms}`, 'I cannot find the case number, please call me.'],
  [`SV: ${sms}`, 'Jeg har fundet din sag, sagsnummer 4711. Ring til mig.'],
  [`SV: ${sms}`, 'Tak for din besked. Jeg læser den i morgen.'],
  [`SV: ${sms}`, 'Butikken er lukket til og med fredag, ring til mig.'],
  [`SV: ${sms}`, 'Du kan svare på denne mail, jeg læser den.'],
  [`SV: ${sms}`, 'Du får svar i morgen. Kontakta gärna Bo.'],
  [`SV: ${sms}`, 'Svara på detta mejl, tack.'],
  [`Re: ${sms}`, 'I cannot reply to this email at length, please call me.'],
  [`SV: ${sms}`, 'Jeg kan ikke svare på denne mail før i morgen, ring til mig.'],
  [`AW: ${sms}`, 'Warum haben Sie nicht auf diese Mail geantwortet?'],
  [`AW: ${sms}`, 'Das Büro ist bis Freitag geschlossen, wenden Sie sich an Bo.'],
  [`AW: ${sms}`, 'Die Bestellung wird bearbeitet, bitte rufen Sie an.'],
  [`RE: ${sms}`, 'Le bureau est fermé jusqu’au 5. Veuillez contacter Léa.'],
  [`RE: ${sms}`, 'Anne ne travaille plus ici, appelez Léa.'],
  [`SV: ${sms}`, 'Bilen bliver behandlet mod rust i dag. Ring til mig.'],
  ['Re: Frånvaro: Kalle 4B', 'Han är sjuk, ring till mig.'],
  ['Re: Automatic reply: Lunch', 'Please call me until Friday.'],
]

for (const [subject, text] of answersOfPeople) {
  test(`a person’s answer is sent: ${subject}: ${text}`, () => {
    assert.equal(kind({ subject, text, headers: [inReplyTo] }, conversation), false)
  })
}

test('the tables are large enough to tell', () => {
  assert.ok(answersOfMachines.length >= 60)
  assert.ok(textsToPhone.length + answersOfPeople.length >= 80)
})
