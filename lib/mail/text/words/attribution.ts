// The words of the line that introduces a quotation: "On 5 May 2026, at 10:00, X wrote:".
// Sources: the translations of Gmail, Apple Mail, Outlook, Thunderbird, and of web mailers.

/** Verbs of writing as single words; of "ha scritto" or "şunu yazdı" the last word tells. */
const verbs: ReadonlySet<string> = new Set(
  (
    'ecrit escreveram escreveu escribio escribiu escribió escribía escrit escrito escriure ' +
    'geschreven geschrieben geskryf kirjoitit kirjoitti kirjutas menulis nadesłał napisal ' +
    'napisala napisali napisana napisao napisał napisała napsal napsala napísal napísala ' +
    'parašė pisze píše rakstīja rašė said schreef schreibt schreven schrieb schrieben scris ' +
    'scrisse scrit scritto scriveva sent shkroi skreau skreiv skrev skrevet skrifaði skriver ' +
    'skrivit skryf verzond viết writes written wrote yazdı yazmış écrit écrivait écrivit írta ' +
    'έγραψε написа написав написал написала написао напісаў писал пише пишет пишеш сообщил ' +
    'כתב כתבה كتب كتبت نوشت'
  ).split(' '),
)

/** The same in scripts that set no blanks between words. */
const unspacedVerbs =
  /さんは書きました|เขียนว่า|작성하였습니다|のメッセージ|작성했습니다|書きました|เขียน|のメール|쓴 글|写道|寫道|写于|작성/u

const starters =
  'On|At|In message|In article|In a message dated|Den|På|Am|Op|Le|El|Il|Il giorno|In data|' +
  'Em|Às|No dia|Dia|A|O|La|Pe|În|W dniu|Dnia|Dne|Dňa|V|Dana|Dan|U|Na|На|В|У|Vào|Þann|Pada|' +
  "Më|Ngày|Στις|Την|Τη|在|于|في|على|ב|בתאריך|Ar|D'an/ar|Kuupäev|Kuupäeval|Message du|" +
  'Message de|Citerar|Citat|Quoting|Zitat von|Quoting:|Quote from|Citat fra|Citerat från|' +
  'Selon|Citando|Cytowanie|Citace|Citeren|Sent from Samsung|Mensaje citado por|Zitiere|' +
  'Lainaus'

const escape = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const longestFirst = (words: readonly string[]): string =>
  words
    .toSorted((a, b) => b.length - a.length)
    .map(escape)
    .join('|')

/** How such a line begins; capitals count, since "on" and "la" begin many other lines. */
export const starter = new RegExp(`^(?:${longestFirst(starters.split('|'))})(?![\\p{L}])`, 'u')

const weekdays =
  'mon|tue|wed|thu|fri|sat|sun|man|tir|ons|tor|fre|lør|søn|mån|tis|lör|sön|mo|di|mi|do|fr|sa|so|die|mit|don|fre|sam|son|lun|mar|mer|mié|mie|jeu|jue|ven|vie|' +
  'sáb|sab|dim|dom|gio|seg|ter|qua|qui|sex|ma|ti|ke|to|pe|la|su|wo|vr|za|zo|maa|din|woe|don|vri|zat|zon|pon|wt|śr|sr|czw|pt|sob|ndz|niedz|nie|po|út|st|čt|pá|ne|št|pi|hé|ke|sze|cs|pé|szo|va|' +
  'вс|пн|вт|ср|чт|пт|сб|нд|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|понеділок|вівторок|середа|четвер|пʼятниця|субота|неділя|joi|vin|sâm|mie|paz|pzt|sal|çar|per|cum|cmt|pr|ot|tr|ce|pk|se|sv'

/** A day of the week and a number in its neighbourhood, or a number, at the start. */
export const dateStart = new RegExp(
  `^(?:${weekdays})(?:\\p{L}{0,12})[.,]?\\s{0,3}.{0,20}\\d|^\\d{1,4}\\p{L}{0,2}[\\s./:,年-]`,
  'iu',
)

export interface FoundVerb {
  word: string
  index: number
  end: number
}

/** The first verb of writing in a text, with an ending in brackets such as "(a)". */
export function findVerb(text: string): FoundVerb | undefined {
  for (const match of text.matchAll(/\p{L}+(?:\([^)\s]{1,5}\))?/gu)) {
    const word = match[0].replace(/\(.*/, '')
    if (verbs.has(lower(word)))
      return { word, index: match.index, end: match.index + match[0].length }
  }
  const match = unspacedVerbs.exec(text)
  return match === null
    ? undefined
    : { word: match[0], index: match.index, end: match.index + match[0].length }
}

/** Whether the text ends with such a verb. */
export function endsWithVerb(text: string): boolean {
  const tail = text.slice(-40)
  const word = tail.slice(tail.trimEnd().lastIndexOf(' ') + 1)
  return verbs.has(lower(word.replace(/\(.{0,6}$|[\s-]+$/, '')))
}

// A dotted capital I becomes an i with a dot of its own, which no table has.
function lower(word: string): string {
  return word.toLowerCase().replace('i\u0307', 'i')
}
