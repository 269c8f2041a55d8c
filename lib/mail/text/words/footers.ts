// Sentences that servers, scanners and services add below a mail, each a line or paragraph by itself. A
// person may begin a sentence with the same words ("Abmelden bis Donnerstag bei Frau Meier"), so each
// has to name in the same sentence what it is about. All words are lower case, for text in lower case.

interface Footer {
  begins: RegExp
  /** What the sentence has to name. */
  names: RegExp
}

const scanners =
  /virus|viren|virüs|malware|spam|phish|threats|avast|\bavg\b|mailscanner|symantec|mimecast|proofpoint|sophos|messagelabs|barracuda|bitdefender|kaspersky|mcafee|norton|trend micro|eset\b/u
const lists =
  /newsletter|mailing ?-?list|nyhedsbrev|nyhetsbrev|mailliste|mailingliste|nieuwsbrief|mailinglijst|infolettre|lettre d['’]information|liste de diffusion|boletín|lista de (?:correo|distribu)|e-?mail-?verteiler|google groups|this group|this list|our list/u
/** Of the reader, not of something of his: "your subscription expires" is news. */
const member =
  /you (?:are |have |were |['’]re |['’]ve )?(?:currently )?(?:subscribed|signed up|opted in|following|watching|mentioned|a member of)|you['’]re (?:subscribed|following|watching)|du (?:er tilmeldt|har tilmeldt dig|abonnerer|abonnerar)|abonniert haben|êtes (?:abonné|inscrit)|(?:está|estás|te has|se ha) (?:suscrito|inscrito)|(?:sei|ti sei) iscritto|(?:bent|hebt) (?:ingeschreven|geabonneerd)/u
const linked = /\bclick\b|\blinks?\b|https?:|www\.|\S@\S|e-?mails?\b|\bhere\b|\bvisit\b/u

const footers: readonly Footer[] = [
  {
    begins:
      /^(?:(?:please )?(?:consider|think of|think about|mind) (?:the|your|our) environment|(?:please )?think (?:before (?:you )?print|green)|save (?:paper|a tree|trees)|before (?:you print|printing)|do(?:n['’]t| not) print this|(?:tænk|tenk|tänk) på milj(?:øet|ön)|skal denne (?:e-?)?mail|bitte (?:denken|prüfen) sie|denken sie an die umwelt|pensez à l['’]environnement|avant d['’]imprimer|n['’]imprimez|antes de imprimir|piense en el medio|prima di stampare|denk aan het milieu|ajattele ympäristöä|zanim wydrukujesz)(?!\p{L})/u,
    names:
      /(?=.*(?:print|udskriv|skriver? (?:du )?ut|druck|imprim|stamp|afdruk|tulost|druk))(?=.*(?:environn?ement|environment|green|paper|\btrees?\b|(?:this|denne|detta|diese|ce|cet|este|questo|questa|dit|deze) (?:e-?mail|mail|message|besked|nachricht|courriel|correo|messaggio|bericht)|milj|umwelt|planète|planet|medio ?ambiente|meio ambiente|natureza|ambiente|milieu|ympäristö|środowisk|before you print|really need|necessary|nécessaire|necesari))/u,
  },
  {
    begins:
      /^(?:virus-?free|virenfrei|virusfri|garanti sans virus|sans virus|libre de virus|privo di virus|virusvrij|wolny od wirusów|bez virů)(?!\p{L})/u,
    names:
      /^(?:virus-?free|virenfrei|virusfri|garanti sans virus|sans virus|libre de virus|privo di virus|virusvrij|wolny od wirusów|bez virů)\W*(?:$|https?:|www\.|avast|avg\b)/u,
  },
  {
    begins:
      /^(?:this (?:e-?mail|message|mail) (?:has been|was|is) (?:scanned|checked|protected)|(?:scanned|checked) (?:by|with|for)|denne (?:e-?mail|mail|meddelelse|e-post) (?:er|blev|har) (?:blevet |blitt )?(?:kontrolleret|scannet|tjekket|sjekket|kontrollert)|detta (?:e-?postmeddelande|mail|meddelande) (?:har|är) (?:kontrollerats|sökts|skannat)|diese (?:e-?mail|nachricht) wurde|cet e-?mail a été vérifié|este (?:correo|mensaje) (?:electrónico )?ha sido (?:comprobado|analizado)|questa e-?mail è stata controllata|dit e-?mailbericht is gecontroleerd|deze e-?mail is gecontroleerd|no virus found in this|outgoing mail is certified|checked by avg)(?!\p{L})/u,
    names: scanners,
  },
  {
    begins:
      /^(?:you (?:received|are receiving|have received) this (?:message|e-?mail|mail) because you|du (?:modtager|får|mottar) denne (?:e-?mail|mail|besked),? fordi|sie erhalten diese (?:e-?mail|nachricht)|vous recevez ce(?:t e-?mail| message)|ha recibido este|ricevi questa e-?mail|u ontvangt deze)(?!\p{L})/u,
    names: new RegExp(`${lists.source}|${member.source}`, 'u'),
  },
  {
    begins:
      /^(?:(?:afmeld|frameld|avregistrera|avsluta)(?!\p{L})|abmelden|uitschrijven|se désabonner|pour vous désinscrire|para darse de baja|manage (?:your )?(?:e-?mail )?(?:subscriptions?|preferences))/u,
    names: new RegExp(
      `${lists.source}|^[^.]{3,30}\\||^manage (?:your )?(?:e-?mail )?(?:subscriptions?|preferences)\\W*$|cliquez|haga clic`,
      'u',
    ),
  },
  {
    begins:
      /^(?:to unsubscribe(?: from|,| click| send)|unsubscribe(?: here| from this (?:list|newsletter|group)|\s?\||: ?[<(]?(?:https?:|mailto:|www\.))|for more options, visit|to post to this group|to view this discussion|visit this group at)/u,
    names: new RegExp(`${lists.source}|${linked.source}|unsubscribe`, 'u'),
  },
  {
    begins: /^to stop receiving(?!\p{L})/u,
    names: /e-?mails?\b|newsletter|notifications|\blist\b/u,
  },
]

/** Most lines begin as none of them: asked at once. */
const anyBeginning = new RegExp(footers.map(({ begins }) => begins.source).join('|'), 'u')

/** `text`: a line with what follows it in its paragraph, in lower case. */
export function isFooter(text: string): boolean {
  const words = text.replace(/^(?:[\s*_>[(|-]{1,6}|p (?=please consider))/u, '')
  if (!anyBeginning.test(words)) return false
  const found = footers.find(({ begins }) => begins.test(words))
  return found !== undefined && found.names.test(firstSentence(words))
}

/** A link or an address alone, as footers end with them. */
export const isFooterLink = (line: string): boolean =>
  /^[\s*_<([|-]{0,4}(?:https?:\/\/|www\.|mailto:)\S+$|^\S+@\S+$/u.test(line)

function firstSentence(text: string): string {
  const end = text.search(/[.!?](?:\s|$)/)
  return end < 0 ? text : text.slice(0, end)
}
