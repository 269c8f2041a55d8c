// The words that close a letter and open the signature. All are lower case, for text in lower case.

const words =
  '(?:with |many |warm(?:est)? |kind(?:est)? |best |friendly |sincere )*(?:regards|wishes)|best|all the best|yours(?: sincerely| faithfully| truly)?|sincerely(?: yours)?|cheers|rgds|br|kr|(?:med )?(?:venlig|venlige|vennlig|vennlige|kærlig|kærlige|bedste|beste|de bedste|de beste) (?:hilsen|hilsner|hilsener)|hilsen|hilsner|mvh|vh|dbh|kh|(?:med )?(?:vänliga?|vänlig|bästa|varma|hjärtliga) (?:hälsning(?:ar)?)|hälsningar|hälsn|mit (?:freundlichen|freundlichem|besten|lieben|herzlichen) (?:grüßen|grüssen|gruß|gruss|gruessen)|(?:viele|beste|liebe|schöne|herzliche|freundliche) (?:grüße|grüsse|gruesse)|(?:lieben|schönen|besten) gruß|gruß|gruss|grüße|mfg|vg|lg|(?:bien )?cordialement|bien à (?:vous|toi)|salutations(?: distinguées)?|meilleures salutations|cdt|amicalement|sincères salutations|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|cordialmente|un abrazo|cordiali saluti|distinti saluti|(?:un )?saluti?|cari saluti|met (?:vriendelijke|hartelijke) (?:groet|groeten)|(?:hartelijke |vriendelijke )?groet(?:en|jes)?|mvg|(?:com os )?(?:melhores )?cumprimentos|atenciosamente|abraços?|(?:ystävällisin |parhain )?terveisin|terveisin|t\\.|z poważaniem|(?:serdecznie )?pozdrawiam(?: serdecznie)?|(?:serdeczne )?pozdrowienia|s pozdravem|s úctou|üdvözlettel|tisztelettel|cu stimă|saygılarımla|с уважением|з повагою'
const thanks = 'thanks(?: and regards| in advance| again)?|thank you|many thanks'

const closing = new RegExp(
  `^[\\s*_]*(?:${words}|${thanks})(?:\\s*[/|]\\s*(?:${words}|${thanks}))?\\s*[,.!]?\\s*[*_]*$`,
  'u',
)
const thankful = new RegExp(`^[\\s*_]*(?:${thanks})\\s*[,.!]?\\s*[*_]*$`, 'u')
/** Before a name on the same line: "Mvh Anna Hansen". "Best" and "KR" may begin other things. */
const beforeName = new RegExp(`^[\\s*_]*(?:${words})[\\s,.]+(?=\\p{L})`, 'u')
const tooShort = /^[\s*_]*(?:best|kr|br|t\.)[\s,.]+\S/u
const names =
  /^\p{Lu}[\p{L}.'’-]*(?: (?:(?:og|och|and|und|et|y|e|&) )?\p{Lu}[\p{L}.'’-]*){0,3}[,.]?[*_\s]*$/u

export type Closing = 'words' | 'thanks' | 'name'

/** Words of thanks may end any sentence, and so may need more below than others. */
export function closingOf(text: string): Closing | undefined {
  if (text.length > 60) return undefined
  const lower = text.toLowerCase()
  if (closing.test(lower)) return thankful.test(lower) ? 'thanks' : 'words'
  if (tooShort.test(lower)) return undefined
  const start = beforeName.exec(lower)?.[0].length
  return start !== undefined && names.test(text.slice(start)) ? 'name' : undefined
}
