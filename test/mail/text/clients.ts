// Replies as mail programs write them, in many languages: a reply, the line or block that the
// program sets above the quotation, and the quotation. Written by hand from the programs' own
// translations; `replies()` combines them.

export interface Reply {
  name: string
  /** The body of the mail. */
  body: string
  html: boolean
  expected: string
}

interface Language {
  /** What the person writes; several lines that look like other things. */
  own: string
  /** What is quoted. */
  original: string
  gmail?: string
  apple?: string
  thunderbird?: string
  yahoo?: string
  mobile?: string
  /** From, Sent, To, Subject and the date as Outlook writes them. */
  outlook?: readonly [string, string, string, string, string]
  /** The divider of Outlook, of phones, of forwards. */
  dividers?: readonly string[]
  device: readonly string[]
}

const who = 'Anna Larsen <anna@example.com>'

export const languages: Readonly<Record<string, Language>> = {
  en: {
    own: 'Hi Anna,\n\nYes, Monday at 10:30 works.\nCall me on 20 64 30 64: ask for Bo.\n\nThanks,\nBo',
    original: 'Hi Bo,\n\ncan we meet on Monday?\n\nAnna',
    gmail: `On Mon, Mar 5, 2026 at 10:12 AM ${who} wrote:`,
    apple: `On 5 Mar 2026, at 10:12, ${who} wrote:`,
    thunderbird: 'On 05/03/2026 10:12, Anna Larsen wrote:',
    yahoo: `On Monday, March 5, 2026 at 10:12:33 AM GMT+1, ${who} wrote:`,
    mobile: `On 5 March 2026 10:12:33 CET, ${who} wrote:`,
    outlook: ['From', 'Sent', 'To', 'Subject', 'Monday, March 5, 2026 10:12 AM'],
    dividers: [
      '-----Original Message-----',
      '-------- Original message --------',
      '________________________________',
    ],
    device: [
      'Sent from my iPhone',
      'Get Outlook for iOS<https://aka.ms/o0ukef>',
      'Sent from Yahoo Mail on Android',
      'Sent from my Galaxy',
      'Sent from Mail for Windows 10',
    ],
  },
  da: {
    own: 'Hej Anna\n\nJa tak, mandag kl. 10.30 passer fint.\nReg. 1234 konto 5678901: husk det.\n\nVenlig hilsen\nBo',
    original: 'Hej Bo\n\nkan vi mødes på mandag?\n\nHilsen Anna',
    gmail: `Den man. 5. mar. 2026 kl. 10.12 skrev ${who}:`,
    apple: `Den 5. mar. 2026 kl. 10.12 skrev ${who}:`,
    thunderbird: 'Den 05.03.2026 kl. 10.12 skrev Anna Larsen:',
    yahoo: `Den mandag den 5. marts 2026 10.12.33 CET skrev ${who}:`,
    mobile: `Den 5. marts 2026 10.12.33 CET skrev ${who}:`,
    outlook: ['Fra', 'Sendt', 'Til', 'Emne', '5. marts 2026 10:12'],
    dividers: [
      '-----Oprindelig meddelelse-----',
      '-------- Oprindelig besked --------',
      '________________________________',
    ],
    device: [
      'Sendt fra min iPhone',
      'Hent Outlook til iOS<https://aka.ms/o0ukef>',
      'Sendt fra Yahoo Mail på Android',
      'Sendt fra min Samsung-enhed',
      'Sendt fra Mail til Windows 10',
    ],
  },
  sv: {
    own: 'Hej Anna,\n\nJa, måndag kl. 10:30 går bra.\nBg 123-4567: märk med ditt namn.\n\nVänliga hälsningar\nBo',
    original: 'Hej Bo,\n\nkan vi ses på måndag?\n\nAnna',
    gmail: `Den mån 5 mars 2026 kl 10:12 skrev ${who}:`,
    apple: `5 mars 2026 kl. 10:12 skrev ${who}:`,
    thunderbird: 'Den 2026-03-05 kl. 10:12, skrev Anna Larsen:',
    yahoo: `Den måndag 5 mars 2026 10:12:33 CET, ${who} skrev:`,
    mobile: `Den 5 mars 2026 10:12:33 CET skrev ${who}:`,
    outlook: ['Från', 'Skickat', 'Till', 'Ämne', 'den 5 mars 2026 10:12'],
    dividers: [
      '-----Ursprungligt meddelande-----',
      '-------- Originalmeddelande --------',
      '________________________________',
    ],
    device: [
      'Skickat från min iPhone',
      'Hämta Outlook för iOS<https://aka.ms/o0ukef>',
      'Skickat från min Samsung Galaxy-smartphone.',
      'Skickat från E-post för Windows',
    ],
  },
  nb: {
    own: 'Hei Anna\n\nJa, mandag kl. 10.30 er fint.\nKontonummer: 1234 56 78901\n\nMed vennlig hilsen\nBo',
    original: 'Hei Bo\n\nkan vi møtes på mandag?\n\nAnna',
    gmail: `man. 5. mars 2026 kl. 10:12 skrev ${who}:`,
    apple: `5. mars 2026 kl. 10:12 skrev ${who}:`,
    thunderbird: 'Den 05.03.2026 10:12, skrev Anna Larsen:',
    yahoo: `Den mandag 5. mars 2026 kl. 10:12:33 CET skrev ${who}:`,
    outlook: ['Fra', 'Sendt', 'Til', 'Emne', 'mandag 5. mars 2026 10:12'],
    dividers: [
      '-----Opprinnelig melding-----',
      '-------- Opprinnelig melding --------',
      '________________________________',
    ],
    device: [
      'Sendt fra min iPhone',
      'Skaff deg Outlook for iOS<https://aka.ms/o0ukef>',
      'Sendt fra Outlook Mobile',
    ],
  },
  de: {
    own: 'Hallo Anna,\n\nja, Montag um 10:30 Uhr passt.\nIBAN: DE12 3456 7890 1234 5678 90\n\nViele Grüße\nBo',
    original: 'Hallo Bo,\n\nkönnen wir uns am Montag treffen?\n\nAnna',
    gmail: `Am Mo., 5. März 2026 um 10:12 Uhr schrieb ${who}:`,
    apple: `Am 05.03.2026 um 10:12 schrieb ${who}:`,
    thunderbird: 'Am 05.03.26 um 10:12 schrieb Anna Larsen:',
    yahoo: `Am Montag, 5. März 2026 um 10:12:33 MEZ hat ${who} Folgendes geschrieben:`,
    mobile: `Am 5. März 2026 10:12:33 MEZ schrieb ${who}:`,
    outlook: ['Von', 'Gesendet', 'An', 'Betreff', 'Montag, 5. März 2026 10:12'],
    dividers: [
      '-----Ursprüngliche Nachricht-----',
      '-------- Ursprüngliche Nachricht --------',
      '-------- Original-Nachricht --------',
      '________________________________',
    ],
    device: [
      'Von meinem iPhone gesendet',
      'Outlook für iOS<https://aka.ms/o0ukef> beziehen',
      'Gesendet von Mail für Windows',
      'Diese Nachricht wurde von meinem Android-Mobiltelefon mit K-9 Mail gesendet.',
      'Von meinem Samsung Galaxy Smartphone gesendet.',
    ],
  },
  fr: {
    own: 'Bonjour Anna,\n\nOui, lundi à 10h30 me convient.\nTél : 06 12 34 56 78\n\nCordialement,\nBo',
    original: 'Bonjour Bo,\n\non se voit lundi ?\n\nAnna',
    gmail: `Le lun. 5 mars 2026 à 10:12, ${who} a écrit :`,
    apple: `Le 5 mars 2026 à 10:12, ${who} a écrit :`,
    thunderbird: 'Le 05/03/2026 à 10:12, Anna Larsen a écrit :',
    yahoo: `Le lundi 5 mars 2026 à 10:12:33 UTC+1, ${who} a écrit :`,
    mobile: `Le 5 mars 2026 10:12:33 GMT+01:00, ${who} a écrit :`,
    outlook: ['De ', 'Envoyé ', 'À ', 'Objet ', 'lundi 5 mars 2026 10:12'],
    dividers: [
      "-----Message d'origine-----",
      "-------- Message d'origine --------",
      '-------- Message original --------',
      '________________________________',
    ],
    device: [
      'Envoyé de mon iPhone',
      'Obtenez Outlook pour iOS<https://aka.ms/o0ukef>',
      'Télécharger Outlook pour Android',
      'Envoyé depuis mon appareil Samsung',
      'Provenance : Courrier pour Windows',
    ],
  },
  nl: {
    own: 'Hoi Anna,\n\nJa, maandag om 10:30 is prima.\nBel me op 06-12345678: vraag naar Bo.\n\nMet vriendelijke groet,\nBo',
    original: 'Hoi Bo,\n\nkunnen we maandag afspreken?\n\nAnna',
    gmail: `Op ma 5 mrt 2026 om 10:12 schreef ${who}:`,
    apple: `Op 5 mrt. 2026 om 10:12 heeft ${who} het volgende geschreven:`,
    thunderbird: 'Op 05-03-2026 om 10:12 schreef Anna Larsen:',
    yahoo: `Op maandag 5 maart 2026 om 10:12:33 CET schreef ${who}:`,
    outlook: ['Van', 'Verzonden', 'Aan', 'Onderwerp', 'maandag 5 maart 2026 10:12'],
    dividers: [
      '-----Oorspronkelijk bericht-----',
      '-------- Oorspronkelijk bericht --------',
      '________________________________',
    ],
    device: [
      'Verstuurd vanaf mijn iPhone',
      'Outlook voor iOS<https://aka.ms/o0ukef> downloaden',
      'Verzonden vanaf mijn Samsung Galaxy-smartphone.',
      'Verzonden met Outlook voor Android',
    ],
  },
  es: {
    own: 'Hola Anna:\n\nSí, el lunes a las 10:30 me va bien.\nCuenta: ES12 3456 7890\n\nSaludos,\nBo',
    original: 'Hola Bo:\n\n¿nos vemos el lunes?\n\nAnna',
    gmail: 'El lun, 5 mar 2026 a las 10:12, Anna Larsen (<anna@example.com>) escribió:',
    apple: `El 5 mar 2026, a las 10:12, ${who} escribió:`,
    thunderbird: 'El 5/3/26 a las 10:12, Anna Larsen escribió:',
    yahoo: `El lunes, 5 de marzo de 2026, 10:12:33 CET, ${who} escribió:`,
    outlook: ['De', 'Enviado', 'Para', 'Asunto', 'lunes, 5 de marzo de 2026 10:12'],
    dividers: [
      '-----Mensaje original-----',
      '-------- Mensaje original --------',
      '________________________________',
    ],
    device: [
      'Enviado desde mi iPhone',
      'Obtener Outlook para iOS<https://aka.ms/o0ukef>',
      'Enviado desde Yahoo Mail para Android',
    ],
  },
  it: {
    own: 'Ciao Anna,\n\nsì, lunedì alle 10:30 va bene.\nTel: 333 1234567\n\nCordiali saluti\nBo',
    original: 'Ciao Bo,\n\nci vediamo lunedì?\n\nAnna',
    gmail: `Il giorno lun 5 mar 2026 alle ore 10:12 ${who} ha scritto:`,
    apple: `Il giorno 5 mar 2026, alle ore 10:12, ${who} ha scritto:`,
    thunderbird: 'Il 05/03/2026 10:12, Anna Larsen ha scritto:',
    yahoo: `Il lunedì 5 marzo 2026 alle ore 10:12:33 CET, ${who} ha scritto:`,
    outlook: ['Da', 'Inviato', 'A', 'Oggetto', 'lunedì 5 marzo 2026 10:12'],
    dividers: [
      '-----Messaggio originale-----',
      '-------- Messaggio originale --------',
      '________________________________',
    ],
    device: [
      'Inviato da iPhone',
      'Ottieni Outlook per iOS<https://aka.ms/o0ukef>',
      'Inviato dal mio dispositivo Samsung',
    ],
  },
  pt: {
    own: 'Olá Anna,\n\nSim, segunda às 10:30 está bem.\nIBAN: PT50 0002 0123\n\nCumprimentos,\nBo',
    original: 'Olá Bo,\n\npodemos falar na segunda?\n\nAnna',
    gmail: `Em seg., 5 de mar. de 2026 às 10:12, ${who} escreveu:`,
    apple: 'No dia 05/03/2026, às 10:12, Anna Larsen <anna@example.com> escreveu:',
    thunderbird: 'Às 10:12 de 05/03/2026, Anna Larsen escreveu:',
    yahoo: `Em segunda-feira, 5 de março de 2026 10:12:33 GMT+1, ${who} escreveu:`,
    outlook: ['De', 'Enviado', 'Para', 'Assunto', 'segunda-feira, 5 de março de 2026 10:12'],
    dividers: [
      '-----Mensagem original-----',
      '-------- Mensagem original --------',
      '________________________________',
    ],
    device: [
      'Enviado do meu iPhone',
      'Obter o Outlook para iOS<https://aka.ms/o0ukef>',
      'Enviado a partir do meu smartphone Samsung Galaxy.',
    ],
  },
  pl: {
    own: 'Cześć Anno,\n\ntak, poniedziałek o 10:30 pasuje.\nNr konta: 12 3456 7890 1234\n\nPozdrawiam\nBo',
    original: 'Cześć Bo,\n\nspotkamy się w poniedziałek?\n\nAnna',
    gmail: `pon., 5 mar 2026 o 10:12 ${who} napisał(a):`,
    apple: `Wiadomość napisana przez ${who} w dniu 05.03.2026, o godz. 10:12:`,
    thunderbird: 'W dniu 05.03.2026 o 10:12, Anna Larsen pisze:',
    yahoo: `W dniu poniedziałek, 5 marca 2026 10:12:33 CET użytkownik ${who} napisał:`,
    outlook: ['Od', 'Wysłano', 'Do', 'Temat', 'poniedziałek, 5 marca 2026 10:12'],
    dividers: [
      '-----Oryginalna wiadomość-----',
      '-------- Oryginalna wiadomość --------',
      '________________________________',
    ],
    device: [
      'Wysłane z iPhone’a',
      'Pobierz program Outlook dla systemu iOS<https://aka.ms/o0ukef>',
      'Wysłano z mojego smartfonu Samsung Galaxy.',
    ],
  },
  fi: {
    own: 'Hei Anna,\n\nkyllä, maanantai klo 10.30 sopii.\nTilinumero: FI12 3456\n\nTerveisin\nBo',
    original: 'Hei Bo,\n\nvoimmeko tavata maanantaina?\n\nAnna',
    gmail: 'ma 5. maalisk. 2026 klo 10.12 Anna Larsen (anna@example.com) kirjoitti:',
    apple: `${who} kirjoitti 5.3.2026 kello 10.12:`,
    thunderbird: 'Anna Larsen kirjoitti 5.3.2026 klo 10.12:',
    yahoo: `maanantai 5. maaliskuuta 2026 klo 10.12.33 UTC+2 ${who} kirjoitti:`,
    outlook: [
      'Lähettäjä',
      'Lähetetty',
      'Vastaanottaja',
      'Aihe',
      'maanantai 5. maaliskuuta 2026 10.12',
    ],
    dividers: [
      '-----Alkuperäinen viesti-----',
      '-------- Alkuperäinen viesti --------',
      '________________________________',
    ],
    device: [
      'Lähetetty iPhonesta',
      'Hanki Outlook for iOS<https://aka.ms/o0ukef>',
      'Lähetetty Samsung Galaxy -älypuhelimesta.',
    ],
  },
  cs: {
    own: 'Ahoj Anno,\n\nano, pondělí v 10:30 se hodí.\nČíslo účtu: 123456789/0100\n\nS pozdravem\nBo',
    original: 'Ahoj Bo,\n\nmůžeme se sejít v pondělí?\n\nAnna',
    gmail: `po 5. 3. 2026 v 10:12 odesílatel ${who} napsal:`,
    apple: `5. 3. 2026 v 10:12, ${who}:`,
    thunderbird: 'Dne 05. 03. 26 v 10:12 Anna Larsen napsal(a):',
    yahoo: `Dne pondělí 5. března 2026 10:12:33 CET, ${who} napsal(a):`,
    outlook: ['Od', 'Odesláno', 'Komu', 'Předmět', 'pondělí 5. března 2026 10:12'],
    dividers: [
      '-----Původní zpráva-----',
      '-------- Původní zpráva --------',
      '---------- Původní e-mail ----------',
      '________________________________',
    ],
    device: ['Odesláno z iPhonu', 'Získat Outlook pro iOS<https://aka.ms/o0ukef>'],
  },
  hu: {
    own: 'Szia Anna!\n\nIgen, hétfő 10:30 jó.\n\nÜdvözlettel\nBo',
    original: 'Szia Bo!\n\ntalálkozunk hétfőn?\n\nAnna',
    gmail: `${who} ezt írta (időpont: 2026. márc. 5., H, 10:12):`,
    apple: `2026. 03. 05. dátummal, 10:12 időpontban ${who} írta:`,
    thunderbird: '2026. 03. 05. 10:12 keltezéssel, Anna Larsen írta:',
    outlook: ['Feladó', 'Elküldve', 'Címzett', 'Tárgy', '2026. március 5. 10:12'],
    dividers: ['-----Eredeti üzenet-----'],
    device: ['Az én iPhone készülékemről küldve'],
  },
  ro: {
    own: 'Bună Anna,\n\nDa, luni la 10:30 e bine.\n\nCu stimă\nBo',
    original: 'Bună Bo,\n\nne vedem luni?\n\nAnna',
    gmail: `În lun., 5 mar. 2026 la 10:12, ${who} a scris:`,
    apple: `Pe 5 mar. 2026, la 10:12, ${who} a scris:`,
    thunderbird: 'La 05.03.2026 10:12, Anna Larsen a scris:',
    outlook: ['De la', 'Trimis', 'Către', 'Subiect', 'luni, 5 martie 2026 10:12'],
    dividers: ['-----Mesajul original-----'],
    device: ['Trimis de pe iPhone-ul meu'],
  },
  ru: {
    own: 'Привет, Анна!\n\nДа, понедельник в 10:30 подходит.\n\nС уважением\nБо',
    original: 'Привет, Бо!\n\nвстретимся в понедельник?\n\nАнна',
    gmail: `пн, 5 мар. 2026 г. в 10:12, ${who}:`,
    apple: `5 марта 2026 г., в 10:12, ${who} написал(а):`,
    thunderbird: '05.03.2026 10:12, Anna Larsen пишет:',
    yahoo: '05.03.2026, 10:12, "Anna Larsen" <anna@example.com>:',
    outlook: ['От', 'Отправлено', 'Кому', 'Тема', '5 марта 2026 г. 10:12'],
    dividers: ['-----Исходное сообщение-----'],
    device: ['Отправлено с iPhone'],
  },
  uk: {
    own: 'Привіт, Анно!\n\nТак, понеділок о 10:30 підходить.\n\nЗ повагою\nБо',
    original: 'Привіт, Бо!\n\nзустрінемось у понеділок?',
    gmail: `пн, 5 бер. 2026 р. о 10:12 ${who} пише:`,
    apple: `5 бер. 2026 р. о 10:12 ${who} написав(-ла):`,
    outlook: ['Від', 'Надіслано', 'Кому', 'Тема', '5 березня 2026 р. 10:12'],
    device: ['Надіслано з iPhone'],
  },
  tr: {
    own: 'Merhaba Anna,\n\nEvet, pazartesi 10:30 uygun.\n\nSaygılarımla\nBo',
    original: 'Merhaba Bo,\n\npazartesi buluşalım mı?',
    gmail: `${who}, 5 Mar 2026 Pzt, 10:12 tarihinde şunu yazdı:`,
    apple: `${who} şunları yazdı (5 Mar 2026 10:12):`,
    outlook: ['Gönderen', 'Gönderildi', 'Kime', 'Konu', '5 Mart 2026 Pazartesi 10:12'],
    dividers: ['-----Özgün İleti-----'],
    device: ["iPhone'umdan gönderildi"],
  },
  el: {
    own: 'Γεια σου Άννα,\n\nναι, Δευτέρα στις 10:30.\n\nΜπο',
    original: 'Γεια σου Μπο,\n\nνα βρεθούμε;',
    gmail: `Στις Δευ 5 Μαρ 2026 στις 10:12 π.μ., ο/η ${who} έγραψε:`,
    thunderbird: 'Στις 5/3/26 10:12, ο/η Anna Larsen έγραψε:',
    outlook: ['Από', 'Στάλθηκε', 'Προς', 'Θέμα', 'Δευτέρα, 5 Μαρτίου 2026 10:12'],
    device: ['Στάλθηκε από το iPhone μου'],
  },
  sk: {
    own: 'Ahoj Anna,\n\náno, pondelok o 10:30.\n\nS pozdravom\nBo',
    original: 'Ahoj Bo,\n\nstretneme sa?',
    gmail: `po 5. 3. 2026 o 10:12 ${who} napísal(a):`,
    thunderbird: 'Dňa 5. 3. 2026 o 10:12 Anna Larsen napísal(a):',
    outlook: ['Od', 'Odoslané', 'Komu', 'Predmet', 'pondelok 5. marca 2026 10:12'],
    device: ['Odoslané z iPhonu'],
  },
  et: {
    own: 'Tere Anna,\n\njah, esmaspäev kell 10.30.\n\nBo',
    original: 'Tere Bo,\n\nkas kohtume?',
    gmail: 'Kuupäev E, 5. märts 2026 kell 10:12 kirjutas Anna Larsen (<anna@example.com>):',
    thunderbird: '05.03.2026 10:12 Anna Larsen kirjutas:',
    outlook: ['Saatja', 'Saadetud', 'Saaja', 'Teema', 'esmaspäev, 5. märts 2026 10:12'],
    device: [],
  },
  zh: {
    own: '你好，\n\n星期一 10:30 可以。\n\n谢谢',
    original: '你好，\n\n星期一见面吗？',
    gmail: `${who} 于2026年3月5日周一 10:12写道：`,
    apple: `在 2026年3月5日，10:12，${who} 写道：`,
    outlook: ['发件人', '发送时间', '收件人', '主题', '2026年3月5日 10:12'],
    dividers: ['------------------ 原始邮件 ------------------'],
    device: ['从我的 iPhone 发送', '发自我的iPhone'],
  },
  ja: {
    own: 'こんにちは。\n\n月曜日の10:30で大丈夫です。\n\nボー',
    original: 'こんにちは。\n\n月曜日に会えますか？',
    gmail: `2026年3月5日(月) 10:12 ${who}:`,
    apple: `2026/03/05 10:12、${who}のメール:`,
    outlook: ['差出人', '送信日時', '宛先', '件名', '2026年3月5日 10:12'],
    device: ['iPhoneから送信'],
  },
}

const marked = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')

/** A line as mailers wrap it, at the last blank before `width`. */
function wrapped(line: string, width: number): string {
  if (line.length <= width) return line
  const at = line.lastIndexOf(' ', width)
  return at < 20 ? line : `${line.slice(0, at)}\n${line.slice(at + 1)}`
}

const html = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\n', '<br>\n')

function attributions(language: Language): [string, string][] {
  const { gmail, apple, thunderbird, yahoo, mobile } = language
  return Object.entries({ gmail, apple, thunderbird, yahoo, mobile }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
}

function textReplies(code: string, language: Language): Reply[] {
  const { own, original } = language
  const reply = (name: string, body: string, expected = own): Reply => ({
    name: `${code} ${name}`,
    body,
    html: false,
    expected,
  })
  const made: Reply[] = []
  for (const [client, line] of attributions(language)) {
    made.push(
      reply(`${client}, quote marked`, `${own}\n\n${line}\n\n${marked(original)}\n`),
      reply(
        `${client}, quote marked, wrapped line`,
        `${own}\n\n${wrapped(line, 60)}\n${marked(original)}\n`,
      ),
      reply(`${client}, quote not marked`, `${own}\n\n${line}\n\n${original}\n`),
      reply(`${client}, answer below`, `${line}\n\n${marked(original)}\n\n${own}\n`),
      reply(
        `${client}, answers between`,
        `${line}\n\n${marked(original.split('\n')[0] ?? '')}\n\n${own}\n\n${marked(original)}\n\nPS 12\n`,
        `${own}\n\nPS 12`,
      ),
      reply(`${client}, inside the marks`, `${own}\n\n${marked(`${line}\n\n${original}`)}\n`),
    )
    for (const device of language.device)
      made.push(
        reply(`${client}, ${device}`, `${own}\n\n${device}\n\n${line}\n\n${marked(original)}\n`),
      )
  }
  if (language.outlook !== undefined) {
    const [from, sent, to, subject, date] = language.outlook
    const block = `${from}: Anna Larsen [mailto:anna@example.com] \n${sent}: ${date}\n${to}: Bo Hansen <bo@example.com>\n${subject}: Re: 42`
    const bold = `*${from}:* Anna Larsen <anna@example.com>\n*${sent}:* ${date}\n*${to}:* Bo Hansen\n*${subject}:* Re: 42`
    made.push(
      reply('outlook, block alone', `${own}\n\n${block}\n\n${original}\n`),
      reply('outlook, block in bold', `${own}\n\n${bold}\n\n${original}\n`),
      reply(
        'outlook, names alone',
        `${own}\n\n${from}: Anna Larsen\n${sent}: ${date}\n${to}: Bo Hansen\n${subject}: 42\n\n${original}\n`,
      ),
      reply(
        'outlook, sender and date alone',
        `${own}\n\n${from}: Anna Larsen <anna@example.com>\n${sent}: ${date}\n\n${original}`,
      ),
      reply(
        'outlook, block below an underscore line',
        `${own}\n\n________________________________\n${block}\n\n${original}\n`,
      ),
    )
    for (const divider of language.dividers ?? [])
      made.push(reply(`divider ${divider}`, `${own}\n\n${divider}\n${block}\n\n${original}\n`))
    for (const divider of language.dividers ?? [])
      made.push(
        reply(
          `divider ${divider}, unquoted, signed`,
          `${own}\n\n-- \nBo Hansen\nTlf. 12 34 56 78\n\n${divider}\n${block}\n\n${original}\n`,
          `${own}\n\n-- \nBo Hansen\nTlf. 12 34 56 78`,
        ),
      )
  }
  return made
}

function htmlReplies(code: string, language: Language): Reply[] {
  const { own, original } = language
  const reply = (name: string, body: string): Reply => ({
    name: `${code} html ${name}`,
    body,
    html: true,
    expected: own,
  })
  const ownDivs = own
    .split('\n')
    .map((line) => `<div>${line === '' ? '<br>' : html(line)}</div>`)
    .join('')
  const made: Reply[] = []
  for (const [client, line] of attributions(language)) {
    const at = html(line)
    made.push(
      reply(
        `${client} as gmail`,
        `<div dir="ltr">${ownDivs}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${at}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">${html(original)}</div></blockquote></div>`,
      ),
      reply(
        `${client} as apple`,
        `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body style="word-wrap: break-word;">${ownDivs}<div><br><blockquote type="cite"><div>${at}</div><br><div>${html(original)}</div></blockquote></div><br></body></html>`,
      ),
      reply(
        `${client} as iphone`,
        `<html><body dir="auto">${ownDivs}<div><br></div><div dir="ltr"><br><blockquote type="cite">${at}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${html(original)}</div></blockquote></body></html>`,
      ),
      reply(
        `${client} as thunderbird`,
        `<html><head></head><body>${own
          .split('\n\n')
          .map((p) => `<p>${html(p)}</p>`)
          .join(
            '\n',
          )}<div class="moz-cite-prefix">${at}<br></div><blockquote type="cite" cite="mid:1@x">${html(original)}</blockquote></body></html>`,
      ),
      reply(
        `${client} as yahoo`,
        `<html><body><div class="ydp1 yahoo-style-wrap">${ownDivs}</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div style="font-family:Arial"><div>${at}</div><div><br></div><div>${html(original)}</div></div></div></body></html>`,
      ),
    )
  }
  if (language.outlook !== undefined) {
    const [from, sent, to, subject, date] = language.outlook
    const block = `<b>${from}:</b> Anna Larsen &lt;anna@example.com&gt;<br><b>${sent}:</b> ${date}<br><b>${to}:</b> Bo Hansen<br><b>${subject}:</b> Re: 42`
    const paragraphs = own
      .split('\n')
      .map(
        (line) =>
          `<p class="MsoNormal"><span lang="DA">${line === '' ? '<o:p>&nbsp;</o:p>' : `${html(line)}<o:p></o:p>`}</span></p>`,
      )
      .join('\n')
    made.push(
      reply(
        'outlook desktop',
        `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang="DA"><div class="WordSection1">${paragraphs}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${block}<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">${html(original)}</p></div></body></html>`,
      ),
      reply(
        'outlook on the web',
        `<html><head><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr"><div style="font-family: Calibri">${ownDivs}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">${block}</font><div>&nbsp;</div></div><div>${html(original)}</div></body></html>`,
      ),
      reply(
        'outlook mobile',
        `<html><body><div dir="auto">${ownDivs}</div><div id="ms-outlook-mobile-body-separator-line" dir="ltr"><br></div><div id="mail-editor-reference-message-container" dir="auto"><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" style="font-size: 11pt;">${block}</div>${html(original)}</div></body></html>`,
      ),
      reply(
        'windows mail',
        `<html><body>${ownDivs}<div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><div>${block}</div></div><div>${html(original)}</div></body></html>`,
      ),
      reply(
        'gmx',
        `<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;">${ownDivs}<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;">${block}</div><div name="quoted-content">${html(original)}</div></div></div></body></html>`,
      ),
      reply(
        'zimbra',
        `<html><body><div style="font-family: arial">${ownDivs}<br><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:2px solid #1010FF;margin-left:5px;padding-left:5px;">${block}</blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote style="border-left:2px solid #1010FF;">${html(original)}</blockquote></div></div></body></html>`,
      ),
    )
  }
  return made
}

export function replies(): Reply[] {
  return Object.entries(languages).flatMap(([code, language]) => [
    ...textReplies(code, language),
    ...htmlReplies(code, language),
  ])
}
