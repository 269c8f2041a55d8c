// The words that close a letter and open the signature.

const closing =
  /^[\s*_]*(?:(?:with |many |warm(?:est)? |kind(?:est)? |best |friendly |sincere )*(?:regards|wishes)|best|all the best|yours(?: sincerely| faithfully| truly)?|sincerely(?: yours)?|cheers|thanks(?: and regards| in advance| again)?|thank you|many thanks|rgds|br|kr|(?:med )?(?:venlig|venlige|vennlig|vennlige|kærlig|kærlige|bedste|beste|de bedste|de beste) (?:hilsen|hilsner|hilsener)|hilsen|hilsner|mvh|vh|dbh|kh|(?:med )?(?:vänliga?|vänlig|bästa|varma|hjärtliga) (?:hälsning(?:ar)?)|hälsningar|hälsn|mvh|mit (?:freundlichen|freundlichem|besten|lieben|herzlichen) (?:grüßen|grüssen|gruß|gruss|gruessen)|(?:viele|beste|liebe|schöne|herzliche|freundliche) (?:grüße|grüsse|gruesse)|(?:lieben|schönen|besten) gruß|gruß|gruss|grüße|mfg|vg|lg|(?:bien )?cordialement|bien à (?:vous|toi)|salutations(?: distinguées)?|meilleures salutations|cdt|amicalement|sincères salutations|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|cordialmente|un abrazo|cordiali saluti|distinti saluti|(?:un )?saluti?|cari saluti|met (?:vriendelijke|hartelijke) (?:groet|groeten)|(?:hartelijke |vriendelijke )?groet(?:en|jes)?|mvg|(?:com os )?(?:melhores )?cumprimentos|atenciosamente|abraços?|(?:ystävällisin |parhain )?terveisin|terveisin|t\.|z poważaniem|pozdrawiam|pozdrowienia|s pozdravem|s úctou|üdvözlettel|tisztelettel|cu stimă|saygılarımla|с уважением|з повагою)\s*[,.!]?\s*[*_]*$/iu

export function isClosing(text: string): boolean {
  return text.length <= 60 && closing.test(text)
}
