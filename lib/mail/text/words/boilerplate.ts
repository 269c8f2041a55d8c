// Text that companies and lists add to mails: disclaimers, and the footers of lists.

/**
 * Words of disclaimers; a paragraph that holds several of them is one. For text in lower case: to
 * ignore case in a long text costs ten times as much.
 */
export const disclaimerWords: readonly RegExp[] = [
  /\bconfidential|vertraulich|fortrolig|konfidentiel|konfidensiel|confidentiel|confidencial|riservat|vertrouwelijk|luottamuksell|poufn|důvěrn|dôvern|bizalmas|конфиденциальн/u,
  /\bintended (?:only|solely|exclusively|for)|intended recipient|addressee|named recipient|rette modtager|tiltænkt|avsedda? mottagar|tiltenkt|adressat\p{L}*|bestimmungsgemäß|empfänger|destinatair\p{L}*|destinatari\p{L}*|destinatári\p{L}*|geadresseerde|bestemd voor|tarkoitettu|przeznaczon|určen|címzett|адресат/u,
  /\bprivileged|legally protected|rechtlich geschützt|rechtswidrig|juridisk|legal(?:ly|mente)?\b|privilegiat|secreto profesional|secret professionnel|beroepsgeheim/u,
  /\bunauthori[sz]ed|prohibited|forbidden|ikke tilladt|forbudt|förbjud|otillåt|unbefugt|nicht gestattet|untersagt|interdit|prohibid|vietat|verboden|ongeoorloofd|kielletty|zabronion|zakázán|tilos|запрещ/u,
  /\b(?:delete|destroy)\b|slet\p{L}*|slett\p{L}*|radera|förstör|tilintetgør|vernichten|löschen|lösche|détrui\p{L}*|supprim\p{L}*|elimin\p{L}*|destru\p{L}*|borr\p{L}*|distrugg\p{L}*|cancell\p{L}*|verwijder\p{L}*|vernietig\p{L}*|poista\p{L}*|tuhota|usun\p{L}*|smaz\p{L}*|töröl\p{L}*|удал\p{L}*/u,
  /\b(?:notify|inform|contact|advise) (?:the sender|us)|return e-?mail|received (?:this|it) (?:e-?mail |message |transmission )?(?:in error|by mistake)|ved en fejl|fejlagtigt|av misstag|ved en feil|irrtümlich|versehentlich|par erreur|por error|por engano|per errore|ten onrechte|per abuis|erehdyksessä|vahingossa|omyłkowo|omylem|tévedésből|по ошибке/u,
  /\battachments?|vedhæft\p{L}*|bilag|bifoga\p{L}*|bilagor|vedlegg|anhäng\p{L}*|anlagen|pièces? jointes?|adjunt\p{L}*|anexos?|allegat\p{L}*|bijlage\p{L}*|liittee\p{L}*|załącznik\p{L}*|příloh\p{L}*|príloh\p{L}*|melléklet\p{L}*|вложени/u,
  /\bthis (?:e-?mail|message|communication|transmission)|denne (?:e-?mail|mail|besked|meddelelse|e-post|epost|melding)|detta (?:e-?post|mail|meddelande|mejl)|diese (?:e-?mail|nachricht|mail)|ce (?:message|courriel|mail|courrier)|cet e-?mail|este (?:correo|mensaje|e-?mail|mensagem)|esta mensagem|questo messaggio|questa e-?mail|questa comunicazione|dit (?:bericht|e-?mail)|deze e-?mail|tämä (?:viesti|sähköposti)|ta wiadomość|niniejsza wiadomość|tato zpráva|tento e-?mail|ez az (?:üzenet|e-?mail)|это сообщение/u,
  /\b(?:virus|viruses|malware|liability|liable|responsib\p{L}+|haftung|ansvar\p{L}*|responsab\p{L}+|aansprakelijk\p{L}*|odpowiedzialno\p{L}+)/u,
  /\b(?:views|opinions) (?:expressed|or opinions)|disclos\p{L}+|distribut\p{L}+|dissemin\p{L}+|copying|videregiv\p{L}*|weitergabe|divulg\p{L}+|diffus\p{L}+|verspreid\p{L}*/u,
]

/** No disclaimer does without one of these. */
export const disclaimerCore =
  /confiden|vertraulich|fortrolig|konfiden|riservat|vertrouwelijk|luottamuks|poufn|ůvěrn|ôvern|bizalmas|конфиденц|intended|privileg|unauthor|prohibited|addressee|adressat|empfänger|destinat|geadress|modtager|mottagar|mottaker|címzett/u

/** What companies say below their disclaimer: of the law on data, and of themselves. */
export const legalWords =
  /rgpd|gdpr|dsgvo|avg\/gdpr|2016\/679|data protection|personal data|privacy policy|protección de datos|datos personales|données personnelles|dati personali|datenschutz|personoplysninger|personuppgifter|persoonsgegevens|registered (?:in|office|address|number|company)|company (?:no|number|registration)|vat (?:no|number|reg)|handelsregister|amtsgericht|registro mercantil|(?:cvr|kvk|siret)(?:-?nr)?[.: ]/u

/** A line that begins a disclaimer by its own name. */
export const disclaimerTitle =
  /^[\s*_>[(-]{0,6}(?:disclaimer|legal disclaimer|confidentiality(?: notice| note| statement)?|confidential notice|privileged (?:and|&|\/) confidential|legal notice|important notice|privacy notice|notice of confidentiality|confidencialidad|aviso (?:legal|de confidencialidad|importante)|advertencia legal|clausula de confidencialidad|cláusula de confidencialidad|clause de confidentialité|avis de confidentialité|avertissement|avvertenza|avviso di riservatezza|informativa (?:sulla )?privacy|riservatezza|rechtlicher hinweis|wichtiger hinweis|vertraulichkeitshinweis|haftungsausschluss|fortrolighedserklæring|fortrolighed|ansvarsfraskrivelse|sekretess|konfidensialitet|vertrouwelijkheid|aviso de confidencialidade|klauzula poufności|upozornění|luottamuksellisuus|\*{3,} ?(?:confidential|disclaimer)[^\n]{0,30})\b[^\n]{0,40}(?:[:：.*\])_-]|$)/iu

/** A list's footer: a ruler, the list's name, its address. */
export const listFooter = /^[\s>]*(?:_{20,}|-{20,})\s*$/
export const listName =
  /mailing list|mailman|listinfo|lists?\.[\w-]+\.\w+|google groups|groups\.google|yahoo! groups|listserv|sympa|discuss mailing/iu
