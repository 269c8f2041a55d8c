// What a gateway writes on top of mail from outside. An alarm may begin with the same words ("WARNING:
// External power lost"), so a banner has to say of a mail, in one sentence, where that came from.
// All words are lower case, for text in lower case.

const noun =
  '(?:e-?mails?|mails?|mailen|message|besked|meddelelse|melding|meddelande\\p{L}*|e-?post\\p{L}*|mejl(?:et)?|nachricht|courriel|correo|mensaje|messaggio|bericht|wiadomość)'
const sender =
  '(?:sender|afsender|avsändare|avsender|absender|expéditeur|remitente|mittente|afzender|remetente|nadawc\\p{L}*)'
const external = '(?:external|ekstern\\p{L}*|extern\\p{L}*|estern\\p{L}*|zewnętrzn\\p{L}*)'

/** "EXTERNAL SENDER", and nothing else. */
const label = new RegExp(
  `^(?:${external} (?:${noun}|${sender}|\\(\\S+@\\S+\\))|(?:${noun}|${sender}) ${external})[\\s\\])*_!:.-]*$`,
  'u',
)
const bareLabel =
  /^[\s*_(|!⚠️-]{0,6}(?:\[(?:ext|external|extern|ekstern|EXT|External|EXTERNAL|EXTERN|Ekstern|EKSTERN)\]|EXTERNAL|EKSTERN|EXTERN)[\s*_!:)-]*$/u
const labelled = new RegExp(
  `^(?:${external}(?: (?:${noun}|${sender}))?|(?:${noun}|${sender}) ${external})\\]?[\\s*_!:.-]{1,4}(?=\\S)`,
  'u',
)

const warning =
  /^(?:caution|warning|attention|notice|important|advarsel|obs|pas på|forsigtig|vær opmærksom|varning|viktigt|achtung|vorsicht|warnung|prudence|avertissement|atención|precaución|advertencia|attenzione|avviso|let op|waarschuwing|uwaga)(?!\p{L})[\s:!*_.\])–-]*/u

const aMail = new RegExp(`(?<!\\p{L})${noun}(?!\\p{L})`, 'u')
const thisMail = new RegExp(
  `^(?:(?:this|denne|denna|det här|detta|diese|ce|cet|este|esta|questo|questa|dit|deze|ta|niniejsza) )?${noun}(?!\\p{L})`,
  'u',
)
/** Where a mail came from. */
const origin = new RegExp(
  `originat|(?:${external}|unknown|untrusted) (?:e-?mail )?(?:${sender}|source|address|account|party|domain|organi|kilde|källa|quelle|bron\\b)|(?:${sender}|source|origen|fonte) ${external}|` +
    'outside (?:of )?[^.!?]{0,40}(?:organi|compan|network|domain|tenant|universit|institut|corporat|business|agenc|mail system|firm\\b|school|college|group|hospital)|' +
    'uden ?for (?:\\S+ )?(?:organisation|virksomhed|firma|kommune|region)|udefra|utifrån|von außerhalb\\W*$|utenfra|utenfor (?:\\S+ )?(?:organisasjon|virksomhet|bedrift)|utanför (?:\\S+ )?(?:organisation|företag)|' +
    "außerhalb (?:\\S+ )?(?:organisation|firma|unternehmen|netzwerk)|extérieur (?:de|à)|de l['’]extérieur|fuera de (?:\\S+ )?organización|all['’]esterno|buiten (?:\\S+ )?(?:organisatie|bedrijf)|spoza (?:\\S+ )?(?:organizacji|firmy)",
  'u',
)

const clicks = /click|open|klik|klick|åbn|öppn|öffn|cliqu|ouvr|\bclic|\babr|\bapri|openen|otwier/u
const links =
  /\blinks?\b|attachment|vedhæft|bilag|vedlegg|bifoga|länk|anhäng|anhänge|pièces jointes|\bliens?\b|adjunt|enlace|allegat|bijlage|załącznik/u
const careful = /cauti|careful|forsigtig|försiktig|vorsicht|prudent|cuidado|attenzione|voorzichtig/u
const knownSender = new RegExp(`${sender}|recogni[sz]e|you trust`, 'u')

/** Outlook's tip, of a sender whose mails are few. */
const tip =
  /^(?:some people who received this message don|you don['’]t often get|nogle personer, der har modtaget|du (?:får|modtager|mottar) (?:ikke|inte|sjældent|sjelden|sällan)|enkelte som har mottatt|vissa personer som|einige personen, die diese|sie erhalten (?:nicht (?:oft|häufig)|selten)|certaines personnes qui ont reçu|vous n['’](?:obtenez|recevez) pas souvent|vous ne recevez pas souvent|u krijgt niet vaak|algunas personas que|no suele recibir|alcuni (?:utenti|destinatari)|non (?:si ricevono|ricevi) spesso|sommige (?:personen|mensen) die|u ontvangt niet vaak|niektóre osoby|nieczęsto otrzymujesz|algumas pessoas que|não costuma receber)/u
const tipLink = 'aka.ms/learnaboutsenderidentification'
const learnWhy =
  /^(?:learn why this is important|få mere at vide om, hvorfor dette er|lær hvorfor dette er|läs om varför det(?:ta)? är|finn ut hvorfor dette er|erfahren sie, warum dies|découvr\p{L}+ pourquoi cela|descubr\p{L}+ por qué es(?:to)?|scopri perché è|meer informatie over waarom dit)/u

const online =
  /^(?:unsubscribe|view (?:this (?:e-?mail|message|newsletter)|in (?:your |a )?browser|online))(?: in (?:your |a )?browser| online| here|\s*\|.{0,25})?\W*$/u

/** `plain`: the first line; `paragraph`: that line and those below it, in lower case. */
export function isBanner(plain: string, paragraph: string): boolean {
  if (bareLabel.test(plain)) return true
  const text = paragraph.replace(/^[\s*_>[(|!⚠️-]{1,8}/u, '')
  const line = text.slice(0, plain.length)
  if (label.test(line) || online.test(line.trim()) || learnWhy.test(text)) return true
  if (text.includes(tipLink) || (tip.test(text) && /\S@\S|aka\.ms/.test(text))) return true
  const rest = text.replace(labelled, '')
  if (rest !== text && warns(rest)) return true
  const words = rest.replace(warning, '')
  const sentence = firstSentence(words)
  const forbids = clicks.test(sentence) && links.test(sentence) && knownSender.test(sentence)
  if (words === rest)
    return thisMail.test(sentence) ? origin.test(sentence) : forbids && !aMail.test(sentence)
  return label.test(sentence) || (aMail.test(sentence) && (origin.test(sentence) || forbids))
}

/** Of links and attachments, or of senders. */
const warns = (text: string): boolean =>
  (clicks.test(text) || careful.test(text)) && (links.test(text) || knownSender.test(text))

function firstSentence(text: string): string {
  const end = text.search(/[.!?](?:\s|$)/)
  return end < 0 ? text : text.slice(0, end)
}

const safetyWords =
  /click|attachment|recogni[sz]e|sender|\bsafe\b|\blinks?\b|phish|report|trust|open|klik|vedhæft|afsender|bilag|åbn|anhäng|absender|\bextern|estern|öffn|avsändare|bifoga|öppn|expéditeur|cliquez|pièces jointes|remitente|adjunto|mittente|allegat|afzender|bijlage|nadawc|załącznik/gu

/** Whether a line goes on with the banner that ends with `above`: a person's line may hold one of its words. */
export function continuesBanner(above: string, line: string): boolean {
  const lower = line.toLowerCase()
  if (lower.includes(tipLink)) return true
  if (new Set(lower.match(safetyWords)).size >= 2) return true
  return above.length >= 50 && !/[.!?:)\]>*]$/.test(above) && /^\p{Ll}/u.test(line)
}
