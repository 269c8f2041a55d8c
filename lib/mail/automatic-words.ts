// How machines word what they send: subjects and sentences of auto-replies and bounces, in the
// languages that the sources gave. automatic.ts says how they are weighed.

const any = (words: string): RegExp => new RegExp(`(?:${words})`, 'iu')

/** For text in lower case: to ignore case in a long text costs ten times as much. */
const anyIn = (words: string): RegExp => new RegExp(`(?:${words})`, 'u')

/** What stands in front of the Subject of an answer; machines set it too. */
const prefix =
  '^(?:(?:re|sv|aw|antw|vs|rif|odp|fwd?|ynt|r|\\[[^\\]]{0,40}\\]|\\*{2,9}[^*]{1,30}\\*{2,9})\\s?:?\\s*){0,3}[\\[(*<]{0,3}'

/** Subjects that no person writes: enough by themselves. */
export const machineSubject = any(
  `${prefix}(?:` +
    '(?:yahoo! )?auto(?:matic|mated|matisk|matische|matisches)?[- ]?(?:reply|response|respond(?:er)?|answer|acknowledge?ment|antwort|svar|antwoord)\\b|autoreply|autoresponse|autosvar|automatiskt svar|automatisk (?:svar|besvarelse)|automaattinen (?:vastaus|poissaolo\\p{L}*)|automatische (?:antwort|beantwortung|abwesenheitsnotiz|empfangsbestätigung|eingangsbestätigung)|' +
    "automatisch (?:antwoord|antwort)|réponse automatique|reponse automatique|réponse d(?:'|’)absence|respuesta automática|respuesta automatica|resposta automática|risposta automatica|autorisposta|automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|automatická odpověď|automatická odpoveď|automatikus válasz|răspuns automat|автоматический ответ|автоответ|автоматична відповідь|автоматичен отговор|otomatik (?:yanıt|cevap)|αυτόματη απάντηση|" +
    'avtomatski odgovor|samodejni odgovor|automatski odgovor|аутоматски одговор|automaatvastus|automātisk[aā] atbilde|automatinis atsakymas|自动回复|自動回覆|自动答复|自動返信|자동 회신|자동 응답|自動応答|trả lời tự động|balasan otomatis|sjálfvirkt svar|resposta automàtica|erantzun automatikoa|תשובה אוטומטית|מענה אוטומטי|رد تلقائي|الرد التلقائي|ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|autom\\. svar|' +
    'out[- ]of[- ](?:the[- ])?office (?:auto|reply|response)|vacation (?:reply|response|auto|responder)|abwesenheits(?:notiz|assistent|agent)|fraværsassistent|semestersvar|frånvaroassistent|risposta non al computer' +
    ')',
)

/** Subjects of machines that people write, too: they tell only of what answers a mail. */
export const absentSubject = any(
  `${prefix}(?:` +
    'auto(?:matic|mated)?[- ]?generated\\b|automatic e-?mail|automatisk besked|automatisch bericht|autosignatur|' +
    "out[- ]of[- ](?:the[- ])?office(?:\\s*(?:[:(-]|message|notification|notice|alert|re:)|\\s*$)|ooo\\s*(?::|-|re|auto|$)|i am out of the office|i'm out of the office|i am currently out of|away from (?:the |my )?(?:office|desk|mail|e-?mail)|on (?:vacation|holiday|annual leave)(?:\\s*[:-]|\\s*$)|vacation (?:message|notice)|vacation:|i am on (?:vacation|leave|holiday)|absence notice|" +
    'abwesenheits(?:meldung|benachrichtigung|info)|abwesend(?:\\s*[:-]|\\s*$)|abwesenheit(?:\\s*[:-]|\\s*$)|ich bin (?:im urlaub|nicht im büro|abwesend|derzeit nicht)|nicht im (?:büro|haus)(?:\\s*[:-]|\\s*$)|urlaub(?:\\s*[:-]|\\s*$|snotiz|sbenachrichtigung)|eingangsbestätigung|empfangsbestätigung|' +
    'fravær(?:sbesked|smelding)|fravær(?:\\s*[:-]|\\s*$)|fraværende(?:\\s*[:-]|\\s*$)|ikke (?:til stede|på kontoret|til stæde)|(?:jeg er )?(?:på )?ferie(?:\\s*[:-]|\\s*$)|feriebesked|ute av kontoret|(?:jag är )?(?:på )?semester(?:\\s*[:-]|\\s*$)|frånvaro(?:meddelande)?(?:\\s*[:-]|\\s*$)|frånvarande|ej på kontoret|inte på kontoret|kvittering for modtage(?:t|lse)|' +
    "absence du bureau|absen(?:t|ce)(?: du bureau)?(?:\\s*[:-]|\\s*$)|message d(?:'|’)absence|je suis (?:absent|en congé|en vacances)|en congés?(?:\\s*[:-]|\\s*$)|accusé de réception|fuera de (?:la )?oficina|ausente|ausencia|ausência|estoy de vacaciones|acuse de recibo|fora do escritório|ausente do escritório|fuori (?:sede|ufficio)|assenza|assente|sono in ferie|conferma di (?:ricezione|lettura)|risposta non al computer|afwezig(?:heid\\p{L}*)?|niet aanwezig|buiten kantoor|ontvangstbevestiging|" +
    'poissa(?: toimistolta)?(?:\\s*[:-]|\\s*$)|poissaolo\\p{L}*|lomalla|nieobecn\\p{L}*|poza biurem|jestem na urlopie|urlop(?:\\s*[:-]|\\s*$)|mimo kancelář|nepřítomnost|neprítomnosť|dovolená(?:\\s*[:-]|\\s*$)|házon kívül|irodán kívül|szabadság(?:\\s*[:-]|\\s*$)|вне офиса|меня нет в офисе|в отпуске|ofis dışında|εκτός γραφείου|不在の?(?:お知らせ|通知)|外出' +
    ')',
)

/** Domino, which writes AUTO in capitals, and the day of return at the end. */
export const dominoSubject =
  /^(?:\[[^\]]{0,40}\]\s*)?AUTO: .{1,80}?(?: is out of the office\b|(?:out of (?:the )?office|(?:ikke|inte|ej) på kontoret|ikke til stede|außer Haus|nicht im (?:Büro|Haus)|absente?|abwesend|afwezig|fuori (?:sede|ufficio)|fuera de (?:la )?oficina|fora do escritório)[^()]{0,20}\([^()]{0,40}\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\)\.?\s*$)/u

/** Sieve (RFC 5230 4.6), in front of any Subject. */
export const sieveSubject = /^auto: /i
/** The Subject behind it is that of a mail that was answered, or had a tag. */
export const sieveAnswer = /^auto: (?:re|sv|aw|antw|fwd?|wg|vs):|^auto: \[/i

/** GroupWise, at the end of the Subject that it answers. */
export const answerSuffix = any(
  '\\((?:out of (?:the )?office|auto(?:matic)?[- ]?(?:reply|response)|automatische antwort|automatisk svar|automatiskt svar|autosvar|réponse automatique|abwesend|abwesenheitsnotiz|fraværende|ikke til stede)\\)\\s*$',
)

/** A Subject that consists of the word "automatic". */
export const saysAuto = any(
  'auto|avto|otoma|samodejn|sjálfvirk|авто|ауто|αυτόματ|自動|自动|자동|tự động|אוטומט|تلقائي|อัตโนมัติ',
)

/** Whole Subjects that name a notice: of a person they are no answer. */
export const noticeSubject = any(
  '^\\s*(?:absence notice|(?:out[- ]of[- ](?:the[- ])?office|vacation) (?:reply|response|message|notification|notice|responder)|abwesenheits(?:notiz|meldung|benachrichtigung|info|assistent|agent)|urlaubs(?:notiz|benachrichtigung)|eingangsbestätigung|empfangsbestätigung|' +
    'fravær(?:sbesked|smelding|sassistent)|feriebesked|frånvaro(?:meddelande|assistent)|semestersvar|kvittering for modtage(?:t|lse)|accusé de réception|acuse de recibo|conferma di (?:ricezione|lettura)|ontvangstbevestiging|不在の?(?:お知らせ|通知))[.!?]?\\s*$',
)

/** Whole Subjects that tell of being away: in an answer a sentence about it is enough. */
export const awaySubject = any(
  '^\\s*(?:out[- ]of[- ](?:the[- ])?office|away from (?:the |my )?(?:office|desk)|ikke (?:til stede|på kontoret)|ute av kontoret|(?:ej|inte) på kontoret|nicht im (?:büro|haus)|absence du bureau|fuera de (?:la )?oficina|fora do escritório|fuori (?:sede|ufficio)|niet aanwezig|buiten kantoor|poissa toimistolta|poza biurem|mimo kancelář|вне офиса)[.!?]?\\s*$',
)

/** The machine says so itself. */
export const saysAutomatic = anyIn(
  '(?:apologi[sz]e for this|sorry for this) automat\\p{L}+|(?:account|mailbox|address|inbox) is protected by .{0,40}(?:spam|filter|verif|challenge|boxtrapper)|acknowledge that (?:we|i) (?:have )?received your (?:request|message|e-?mail|mail|inquiry|enquiry|ticket)|list of (?:approved|allowed) senders|(?:approved|allowed) (?:senders? )?list|(?:confirm|verify) (?:that )?you are (?:a )?human|advisory-only e-?mail|this is an? (?:automated|automatic|auto-?generated|auto)[ -](?:response|reply|message|e-?mail|mail|answer|notification|acknowledge?ment|confirmation)|this (?:e-?mail|message|mail|reply|response|notification) (?:was|is|has been) (?:automatically|auto-?) ?(?:generated|sent|created)|automatically generated (?:e-?mail|message|mail|response|reply)|auto-?generated (?:e-?mail|message|response|reply)|' +
    'detta är ett (?:automatiskt|autogenererat)|detta (?:mejl|mail|meddelande|e-?postmeddelande) (?:är|har) (?:automatiskt|skickats automatiskt|autogenererat)|dette er (?:en|et) (?:automatisk|autogenereret|autogenerert|automatgenereret)|denne (?:mail|e-?mail|besked|meddelelse|e-?post) er (?:automatisk|autogenereret|sendt automatisk)|' +
    'dies(?:e nachricht| e-?mail|es)? (?:ist|wurde) (?:eine |ein )?automatisch|automatisch (?:generierte|erstellte|erzeugte|versandte)|ceci est (?:un|une) (?:message|réponse|e-?mail|courriel) automati|(?:message|courriel|e-?mail) (?:généré|envoyé) automatiquement|est(?:e|a) es (?:un|una) (?:mensaje|respuesta|correo) automátic|(?:mensaje|correo) (?:generado|enviado) automáticamente|est[ea] é uma? (?:mensagem|resposta|e-?mail) automátic|' +
    "quest[oa] è un(?:'|a )? ?(?:messaggio|risposta|e-?mail) automatic|(?:messaggio|risposta) (?:generat\\p{L} )?automatic\\p{L}*|dit is een automatisch|automatisch gegenereerd|tämä on automaatti|(?:to jest|ta) (?:wiadomość|odpowiedź) (?:została )?(?:wygenerowana )?automatyczn|wiadomość (?:została )?wygenerowan\\p{L} automatycznie|toto je automatick|ez egy automatikus|автоматически сформирован|это автоматическ|це автоматичн",
)

/** People say it of their texts, too; of an SMS it tells nothing. */
export const declinesAnswers = anyIn(
  'do not (?:reply|respond) (?:directly )?to this (?:e-?mail|message|mail|notification|address)|(?:this|the) (?:mailbox|inbox|e-?mail address|address) is (?:not|un)\\s?(?:monitored|attended)|unmonitored (?:mailbox|inbox|address)|' +
    'svara (?:inte|ej) på detta(?! sms)|går (?:inte|ej) att svara(?! på (?:detta |det här )?sms)|(?<!\\bsms\\S{0,4} )kan (?:ikke besvares|ikkje svarast)|du kan ikke (?:be)?svare (?:på )?denne(?! sms)|svar ikke på denne(?! sms)|ikke svar på denne(?! sms)|' +
    'bitte antworten sie nicht(?! auf diese sms)|(?:nicht|keine) auf diese (?:e-?mail|nachricht|mail) (?:zu )?antworten|ne pas répondre à cet? (?!sms)|no responda a este (?!sms)|por favor,? no responda(?! a este sms)|não responda (?:a )?est[ea] (?!sms)|' +
    'non rispondere a quest\\p{L} (?!sms)|niet (?:op deze (?:e-?mail|mail)|te antwoorden|reageren op (?:deze (?:e-?mail|mail)|dit bericht))|älä vastaa tähän (?!tekstiviesti)|prosimy nie odpowiadać(?! na (?:ten|tego) sms)|na tento e-?mail neodpovídejte|neodpovedajte na(?! túto sms)|не отвечайте на это (?!sms|смс)',
)

/** A help desk has taken in what it was sent. */
export const acknowledges = anyIn(
  '(?:request|ticket|case|incident|issue|inquiry|[a-z]{2,10}-\\d{1,9})(?: \\S{1,20}){0,2} (?:has been |was |is )?(?:created|received|opened|registered|logged)\\b|(?:got|received) your (?:request|message|e-?mail|mail|inquiry|enquiry|ticket)|' +
    '(?:modtaget|mottatt|mottagit) (?:din|dit|ditt) (?:henvendelse|besked|e-?mail|mail|e-?post|melding|meddelande|mejl|förfrågan|ärende)|(?:sag|sak|ärende|henvendelse)\\p{L}{0,2}(?: \\S{1,20}){0,3} (?:oprettet|opprettet|registrer\\p{L}{1,4}|skapats|mottagits|modtaget|mottatt)|' +
    '(?:anfrage|nachricht|e-?mail|ticket|vorgang)(?: \\S{1,20}){0,4} (?:eingegangen|erhalten|erstellt|registriert|angelegt)|(?:demande|message|ticket)(?: \\S{1,20}){0,4} (?:reçue?|créée?|enregistrée?)',
)

// What people have said in an absence notice.

/** Who wrote it is not there. */
export const tellsAway = anyIn(
  "\\bi(?: am|'m|’m| will be| shall be)? ?(?:currently |presently |now )?(?:out of (?:the |my )?office|away from (?:the |my )?(?:office|desk|e-?mail)|on (?:annual |parental |maternity |paternity |medical |sick )?(?:leave|vacation|holiday|holidays))|(?:currently|presently) out of (?:the )?office|out of office (?:from|until|till|with)|" +
    'jeg er (?:p\\.t\\. |i øjeblikket |pt\\.? |for tiden |desværre )?(?:på (?:ferie|barsel|orlov|kursus)|ikke (?:på|til stede|tilgængelig)|bortrejst|ude af (?:huset|kontoret)|fraværende|sygemeldt|ute av kontoret|bortreist)|jeg holder (?:ferie|fri|weekend)|jag är (?:just nu |för närvarande |på )?(?:semester|ledig|frånvarande|föräldraledig|på semester|inte på|bortrest|tjänstledig)|' +
    'ich bin (?:derzeit |zurzeit |zur zeit |momentan |aktuell |leider |vom |bis |ab |am |in der zeit )?.{0,60}(?:nicht (?:im (?:büro|haus)|erreichbar|am arbeitsplatz|verfügbar|da)|abwesend|außer haus|im urlaub|in elternzeit|auf dienstreise)|je suis (?:actuellement |présentement )?(?:absente?|en (?:congés?|vacances|déplacement|formation)|hors du bureau|indisponible)|' +
    'estoy (?:fuera|ausente|de vacaciones|de baja)|(?:me encuentro|estaré|me encontraré) (?:fuera|ausente|de vacaciones)|est(?:ou|arei) (?:fora|ausente|de férias)|(?:sono|sarò) (?:attualmente |momentaneamente )?(?:fuori (?:sede|ufficio)|assente|in ferie)|ik ben (?:momenteel |van |tot |op |vandaag )?.{0,50}(?:afwezig|niet (?:op kantoor|aanwezig|bereikbaar)|met (?:vakantie|verlof)|op vakantie)|' +
    'olen (?:tällä hetkellä |parhaillaan )?(?:lomalla|poissa|vapaalla|vuosilomalla)|(?:jestem|będę) (?:obecnie )?(?:nieobecn\\p{L}|na urlopie|poza biurem)|jsem (?:momentálně |nyní )?(?:mimo kancelář|na dovolené|nepřítom\\p{L}+)|szabadságon vagyok|nem vagyok (?:az )?irodá|(?:меня нет|я (?:сейчас )?(?:нахожусь )?(?:в отпуске|вне офиса|отсутствую))|我(?:目前|现在|正在)?(?:不在|休假|出差)|不在にして',
)

/** It got a mail: machines begin with it, and so do people. */
export const tellsReceipt = anyIn(
  '(?:thank you|thanks) for your (?:e-?mail|message|mail)\\b|we have received your|your (?:e-?mail|message|request|inquiry) has been received|' +
    'tak for din (?:mail|e-?mail|henvendelse|besked)|vi har modtaget din|takk for (?:din |e-?posten|henvendelsen)|vi har mottatt din|tack för ditt (?:mejl|mail|e-?post|meddelande)|vi har mottagit ditt|' +
    '(?:vielen dank|danke) für (?:ihre|deine|ihr) (?:nachricht|e-?mail|mail|anfrage|schreiben)|ihre (?:e-?mail|nachricht|anfrage) ist (?:bei uns )?eingegangen|wir haben ihre|(?:merci|nous vous remercions) (?:de|pour) votre (?:message|e-?mail|mail|courriel)|' +
    'gracias por (?:su|tu) (?:mensaje|correo|e-?mail)|hemos recibido su|obrigad[oa] (?:pelo|por) (?:seu|sua|contacto|e-?mail)|(?:la ringrazi\\p{L}*|grazie) per (?:la sua|il suo|averci|avermi)|(?:bedankt|dank) (?:voor|u voor) (?:uw|je) (?:bericht|e-?mail|mail)|' +
    'kiitos (?:viestistäsi|sähköpostistasi)|dziękuj\\p{L}+ za (?:wiadomość|kontakt|e-?mail)|děkuj\\p{L}+ za (?:vaši|váš)',
)

/** It will be answered. */
export const promisesAnswer = anyIn(
  "\\b(?:will|shall|'ll) (?:reply|respond|answer|get back to you|read your|be in touch|contact you)|as soon as i (?:return|am back|can|get back)|upon my return|when i (?:return|get back|am back)|" +
    'vender tilbage|besvare[rs]? (?:din|dit|mails)|svarer (?:din|på|dig|så)|når jeg (?:er|kommer) (?:tilbage|igen)|så snart (?:jeg|vi|jag)|återkommer|så fort (?:jag|som)|(?:werde|melde|wird) .{0,60}(?:beantworten|bearbeiten|melden|antworten)|nach meiner rückkehr|' +
    'à mon retour|(?:répondrai|répondrons|traiterai|reviendrai) |dès (?:que|mon)|(?:responderé|responderemos|contestaré)|a mi (?:regreso|vuelta)|(?:retornarei|responderei)|(?:risponderò|risponderemo)|al mio rientro|bij terugkomst|' +
    '(?:odpowiem|odpowiemy|powrocie)|(?:odpovím|návratu)|(?:отвечу|возвращен\\p{L}+)|返信|回复您|答复您',
)

/** On some day; people write it of other things. */
export const tellsDay = anyIn(
  "\\b(?:will|shall|'ll) (?:be back|return|be returning)|(?:back|returning|return) (?:in the office |to the office |to work )?(?:on|at|by) \\S+|as soon as possible|until (?:monday|tuesday|wednesday|thursday|friday|further notice|\\d|january|february|march|april|may|june|july|august|september|october|november|december)|within (?:\\d|one|two|24|48)|" +
    '(?:tilbage|retur) (?:på kontoret |igen |den |mandag|tirsdag|onsdag|torsdag|fredag|d\\.)|hurtigst muligt|til og med|tilbake (?:på|den|igjen|mandag)|så snart som|åter (?:på|den|i)|tillbaka (?:på|den|igen|måndag)|wieder (?:erreichbar|im büro|zurück|für sie|da|im haus)|(?:zurück|rückkehr) (?:am|bin)|so (?:bald|schnell) wie möglich|schnellstmöglich|' +
    "(?:de )?retour (?:le|au bureau|à partir)|dans les (?:plus brefs|meilleurs) délais|jusqu(?:'|’)au|(?:volveré|regresaré|regreso)|lo antes posible|hasta el|(?:regressarei|regresso)|assim que possível|o mais breve|até (?:ao )?dia|(?:tornerò|rientro|rientrerò)|(?:il prima|prima) possibile|fino al|(?:terug|weer (?:aanwezig|bereikbaar|op kantoor))|zo (?:snel|spoedig) mogelijk|tot en met|" +
    'palaan|takaisin|vastaan|mahdollisimman (?:pian|nopeasti)|(?:wracam|wrócę|powrót)|jak najszybciej|vrátím|co nejdříve|вернусь',
)

/** What to do where it is urgent; the number of a case. */
export const tellsOfUrgency = anyIn(
  "(?:in|for) (?:case of )?(?:urgent|urgency|emergenc\\p{L}*|immediate|important)|if (?:it(?:'|’)?s|it is|this is|your (?:matter|request|message|e-?mail) is|you (?:need|require|have)) .{0,30}(?:urgent|immediate|emergency)|urgent (?:matters|requests|issues|inquiries|enquiries|assistance)|in my absence|during my absence|limited (?:or no )?access to (?:my )?(?:e-?mails?|mail|internet)|no access to (?:my )?(?:e-?mails?|mail|internet)|(?:will not be|won(?:'|’)t be|not) (?:checking|reading|monitoring|forwarded)|(?:your|this) (?:e-?mail|message|mail) (?:will|is|has) (?:not )?(?:be(?:en)? )?(?:forwarded|read)|ticket (?:number|id|#)|case (?:number|id|#)|" +
    'haster det|hvis det haster|er det (?:akut|hastende)|ved (?:akut|hastende|presserende)|i mit fravær|begrænset adgang|sagsnummer|dersom det haster|begrenset tilgang|i mitt fravær|saksnummer|vid brådskande|är det brådskande|brådskande ärenden|begränsad tillgång|ärendenummer|in dringenden (?:fällen|angelegenheiten)|in dringlichen|bei dringenden|während meiner abwesenheit|in meiner abwesenheit|nicht weitergeleitet|wird (?:nicht|automatisch) (?:weitergeleitet|gelesen)|ticketnummer|vorgangsnummer|' +
    "en cas d(?:'|’)urgence|pour toute urgence|si (?:c(?:'|’)est|votre demande est) urgent|pendant mon absence|en mon absence|accès limité|en caso de urgencia|si es urgente|para (?:asuntos|temas) urgentes|durante mi ausencia|acceso limitado|em caso de urgência|durante a minha ausência|per (?:urgenze|questioni urgenti|qualsiasi urgenza)|in caso di (?:urgenza|necessità)|(?:voor|bij) (?:dringende|spoed)|tijdens mijn afwezigheid|kiireellis\\p{L}+|w (?:sprawach )?pilnych|w pilnych|v naléhavých|срочны|紧急|緊急",
)

/** Whom to ask, as people write it, too. */
export const namesAnother = anyIn(
  'you (?:need|require|have) .{0,30}(?:assist|help)|please (?:contact|call|e-?mail|reach out to) |reference (?:number|no)|kontakt(?:es| venligst|e?)? |ringe? til|videresend\\p{L}*|ved behov for|vänligen kontakta|kontakta gärna|wenden sie sich|(?:vous pouvez |veuillez |merci de )(?:contacter|joindre|vous adresser)|(?:puede|póngase en) contact|(?:contacte|contate|contactar)|(?:contattare|rivolgersi)|neem (?:dan )?contact|ottakaa yhteyttä|proszę o kontakt|v případě|kontaktujte|(?:обращайтесь|свяжитесь)|请联系',
)

/** Away or got a mail, back on a day, ask somebody else. */
export const absenceSigns: readonly (readonly RegExp[])[] = [
  [tellsAway, tellsReceipt],
  [promisesAnswer, tellsDay],
  [tellsOfUrgency, namesAnother],
]

// More of the same, of answers to a conversation alone.

/** A mailbox that nobody reads, and mail that cannot be answered. */
export const tellsUnread = anyIn(
  "(?:mailbox|inbox|address|account) is (?:not|un|no longer) ?(?:being )?(?:monitored|attended|read|checked)(?! (?:at|on|in|over|during|after|before|outside|between|every|all|24|daily|constantly|regularly|often)\\b)|(?:unmonitored|unattended) (?:e-?mail )?(?:mailbox|inbox|address|account)|your (?:e-?mail|message|mail) will not be read|(?:mailbox|inbox|e-?mail address) is protected by|(?:protected by|protégée? par) mailinblack|(?:(?<!\\bi )(?:do not|don(?:'|’)t)|you (?:cannot|can(?:'|’)t)) (?:reply|respond) (?:directly )?to this (?:e-?mail|mail)\\b|this (?:e-?mail|mail) (?:cannot|can not|can(?:'|’)t) be (?:answered|replied)|" +
    'denne (?:e-?mail|mail) kan ikke besvares|(?:svar ikke|ikke svar) på denne (?:e-?mail|mail|e-?post)|du kan ikke (?:be)?svare (?:på )?denne (?:e-?mail|mail|e-?post)|(?:postkasse|mailboks|indbakke|mailadresse|adresse)\\p{L}* (?:overvåges|læses|besvares) ikke|(?:postkasse|mailboks|indbakke|mailadresse|adresse)\\p{L}* bliver ikke (?:læst|overvåget|besvaret)|din (?:e-?mail|mail|besked|henvendelse) (?:bliver ikke|vil ikke blive) læst|' +
    'denne e-?posten kan ikke besvares|e-?posten kan ikke besvares|(?:postkasse|innboks|postboks|adresse)\\p{L}* (?:overvåkes|leses|besvares) ikke|(?:postkasse|innboks|postboks|adresse)\\p{L}* blir ikke (?:lest|overvåket|besvart)|din (?:e-?post|melding|henvendelse) (?:blir ikke|vil ikke bli) lest|(?:e-?posten|meldingen|henvendelsen) din (?:blir ikke|vil ikke bli) lest|' +
    'svara (?:inte|ej) på (?:detta|det här) (?:mejl|mail|e-?post)|går (?:inte|ej) att svara på (?:detta|det här) (?:mejl|mail|e-?post)|(?:mejl|mail|e-?post)\\p{L}* kan (?:inte|ej) besvaras|(?:brevlåda|inkorg|postlåda|adress)\\p{L}* (?:bevakas|övervakas|läses|besvaras) (?:inte|ej)|ditt (?:mejl|mail|meddelande) (?:kommer inte att läsas|läses inte|blir inte läst)|' +
    '(?:bitte(?: \\S{1,20}){0,2}|antworten sie) nicht auf diese (?:e-?mail|mail)\\b|auf diese (?:e-?mail|mail) (?:kann|können) (?:sie )?nicht|diese (?:e-?mail|mail) kann nicht beantwortet|(?:postfach|mailbox|adresse) wird nicht (?:mehr )?(?:überwacht|gelesen|abgerufen|betreut)|nicht (?:überwacht|betreut|gelesen)\\p{L}* postfach|ihre (?:e-?mail|nachricht|mail) wird nicht gelesen|' +
    "(?:(?:merci de|prière de|veuillez) ne pas répondre|ne répondez pas|pas possible de répondre) à (?:cet|ce) (?:e-?mail|mail|courriel)|(?:boîte|adresse|messagerie)(?: \\S{1,20}){0,4} n(?:'|’)est (?:pas|plus) (?:consultée|relevée|surveillée|lue|suivie)|(?:boîte|adresse|messagerie)(?: \\S{1,20}){0,4} non (?:consultée|relevée|surveillée|lue|suivie)|votre (?:message|e-?mail|mail|courriel) ne sera pas lu",
)

/** It has a number now. */
export const namesCase = anyIn(
  '(?:ticket|case|reference|request) ?(?:number|id\\b|#)|sagsnummer|saksnummer|ärendenummer|referen(?:ce|s|se)nummer|referansenummer|(?:ticket|vorgangs|bearbeitungs|referenz)nummer|aktenzeichen|numéro de (?:ticket|dossier|demande|référence|suivi)',
)

/** Nobody is there to answer. */
const tellsClosed = anyIn(
  "(?:offices?|we|practice|clinic|shop|store|company|support) (?:is|are|will be|remains?) (?:currently |now |also )?closed|we(?:'|’)re closed|" +
    '(?:kontoret|klinikken|butikken|forretningen|virksomheden|vi) (?:er|har|holder) (?:p\\.t\\. |i øjeblikket |for tiden |desværre )?(?:lukket|stengt)|(?:kontoret|kliniken|butiken|företaget|vi) (?:är|har) (?:för närvarande |just nu )?stängt?|(?:büro|praxis|geschäft|unternehmen|firma|wir) (?:ist|sind|bleibt|haben)(?: \\S{1,20}){0,6} geschlossen|(?:bureaux?|cabinet|magasin|entreprise|nous) (?:est|sont|sommes|reste(?:nt)?)(?: \\S{1,20}){0,2} fermée?s?',
)

const tellsReceiptToo = anyIn(
  'vi har modtaget dit|(?:din|dit) (?:henvendelse|mail|e-?mail|besked) er modtaget|(?:henvendelsen|e-?posten|meldingen) (?:din )?er mottatt|takk for din|vi har (?:mottagit|tagit emot) di(?:n|tt)|tack för di(?:n|tt)|ditt (?:mejl|mail|meddelande) har (?:mottagits|tagits emot)|nous avons (?:bien )?reçu votre|votre (?:message|demande|e-?mail|mail|courriel) (?:a|nous est) bien (?:été|parvenue?)',
)

/** Somebody sees to it. */
const promisesWork = anyIn(
  '\\b(?:will|shall) (?:get|receive|have) (?:an?|our) (?:answer|reply|response)|\\bwill (?:review|process|handle|look into) (?:it|your)\\b|\\b(?:will|is being|are being) (?:be )?(?:answered|processed|reviewed|handled)|' +
    'behandler (?:den|det|din|dit|henvendelsen|saken)|(?:behandles|besvares) (?:hurtigst|så|inden|snarest|innen|fortløbende|løpende)|(?:bliver|blir|vil bli) (?:behandlet|besvaret|besvart)|(?:får|modtager) (?:du )?(?:et )?svar|besvarer (?:den|din|dit|henvendelsen)|' +
    '(?:behandlas|besvaras|hanteras|handläggs) (?:så|inom|snarast)|(?:behandlar|hanterar|handlägger|besvarar) (?:det|den|ditt|din|ärendet)|får (?:du )?(?:ett )?svar|(?:bearbeitet|beantwortet)\\b|(?:erhalten|bekommen) (?:sie )?(?:eine |unsere )?antwort|antwort (?:erhalten|bekommen)|' +
    'sera (?:lue?|traitée?|examinée?)|(?:traiterons|traitons|examinerons) |recevrez (?:une|notre) réponse|répondra',
)

const tellsDayToo = anyIn(
  "till och med|snarest|inden for \\d|inden \\d|innen \\d|så raskt som|så snabbt som|inom \\d|(?:tilbage|tilbake|tillbaka) \\p{L}+dag|(?:bis|ab) (?:zum |\\d|montag|dienstag|mittwoch|donnerstag|freitag)|innerhalb|de retour (?:lundi|mardi|mercredi|jeudi|vendredi)|sous \\d|dans les \\d|d(?:'|’)ici",
)

const tellsOfUrgencyToo = anyIn(
  'eingeschränkte[nmrs]? zugriff|(?:falls|wenn) es (?:dringend|eilig)|(?:ist es|sollte es|anliegen) dringend|si votre (?:demande|message) est urgente?|(?:om|hvis) (?:det|din henvendelse) (?:er|är) (?:bråd|haste)\\p{L}*|ved hastesaker',
)

/** The three signs, with these. */
export const answerSigns: readonly (readonly RegExp[])[] = [
  [tellsAway, tellsReceipt, tellsReceiptToo],
  [promisesAnswer, promisesWork, tellsDay, tellsDayToo],
  [tellsOfUrgency, tellsOfUrgencyToo, namesCase, namesAnother],
]

/** Beside the three: people who thank for a message, name a day and say "please call" have none. */
export const sureSigns: readonly RegExp[] = [
  tellsAway,
  tellsClosed,
  promisesAnswer,
  promisesWork,
  tellsOfUrgency,
  tellsOfUrgencyToo,
  namesCase,
  acknowledges,
]

export const bounceSubject = any(
  `${prefix}(?:` +
    'undeliver(?:able|ed)|undelivrable|(?:mail )?delivery (?:fail|status|problem|error|delayed|unsuccessful|notification|has failed|incomplete|report)|(?:mail|message|e-?mail) (?:delivery|status)[ :]|delivery of .{0,60}(?:failed|delayed)|(?:mail|message) (?:could not be delivered|not delivered|undeliverable|returned|rejected|delayed|is still|bounced|blocked|refused|system error)|failure (?:notice|delivery)|delivery (?:notification )?:? ?\\(?failure|returned (?:mail|to sender|e-?mail|message)|return(?:ed)? mail|mail (?:system error|returned)|non[- ]?delivery|nondeliverable|not delivered|message delivery|could not (?:be )?(?:send|deliver)\\p{L}*|unable to deliver|rejected (?:mail|posting|message)|mailbox (?:full|unavailable|is full)|user unknown|warning: (?:could not send|message|e-?mail)|dsn[ :]|bounce(?:d)?(?: action| mail| notif|:)|error sending|problem delivering|' +
    "ikke leveret|kan ikke leveres|kunne ikke leveres|ulevererbar|uleverbar|(?:e-?mail|mail|besked|meddelelse) (?:blev|kunne|er) ikke|returneret (?:mail|post)|ikke levert|kan ikke leveres|kunne ikke leveres|kan inte levereras|kunde inte levereras|olevererbar|obeställbar|gick inte att leverera|returnerat|unzustellbar|nicht zustellbar|zustellung (?:fehl|nicht)|unzugestellt|fehler bei der zustellung|konnte nicht zugestellt|non (?:remis|distribu|délivr)|échec (?:de|d'|d’) ?(?:la )?(?:remise|envoi|livraison|distribution)|message non (?:remis|distribué)|courrier non|retour(?:né)? à l|no (?:se pudo )?entreg|no entregado|correo (?:devuelto|no entregado)|mensaje (?:devuelto|no)|notificación de (?:estado|entrega)|error de entrega|não (?:foi )?(?:entregue|entregável|possível entregar)|falha (?:na|de) entrega|devolução|non recapitat|mancato recapito|mancata consegna|impossibile recapitare|avviso di mancata|onbestelbaar|niet (?:afgeleverd|bezorgd)|toimittamaton|ei voitu toimittaa|viestin toimitus|niedostarcz\\p{L}*|nie (?:dostarczono|można dostarczyć)|zwrot|nedoručiteln\\p{L}*|nedoručen\\p{L}*|kézbesíthetetlen|не доставлен\\p{L}*|недоставлен\\p{L}*|не удалось доставить|teslim edilemedi|未送達|配信不能|无法投递|系统退信|退信" +
    ')',
)

/** Of what reads like a bounce: sendmail and Exim try again. */
export const delaySubject = any('^\\s*warning: |\\b(?:delayed|forsinket|försenat|verzögert)\\b')

/** What clients put before the Subject that was read. */
export const readReceiptSubject = any(
  '^(?:(?:read|not read|læst|ikke læst|lest|ikke lest|läst|ej läst|gelesen|ungelesen|lu|non lu|leído|no leído|lida|lido|não lida|letto|non letto|gelezen|niet gelezen|luettu|przeczytane|přečteno|prečítané|elolvasva|citit|okundu|διαβάστηκε|прочтено|прочитано|не прочтено|已读|已讀|已阅读|未读|開封済み|未開封|읽음|return receipt|kvittering|lesebestätigung|read receipt|leesbevestiging|kvittering for læsning|lesekvittering|läskvitto|accusé de lecture|confirmation de lecture|confirmación de lectura|confirmação de leitura|conferma di lettura|potwierdzenie (?:odczytu|przeczytania)|potvrzení o přečtení|olvasási visszaigazolás|okundu bilgisi|уведомление о прочтении|отчет о прочтении)\\s?(?:\\(displayed\\) )?[:：-]|' +
    '(?:kvittering for læsning|accusé de lecture)\\s*$)',
)

export const bounceBody = anyIn(
  "this is the (?:qmail-send|mail system|mail delivery|postfix|mail transfer)|this message was created automatically by (?:the )?mail|the original message was received at|(?:could not|couldn't|cannot|was not able to|were not able to|wasn't able to|unable to) (?:be )?deliver|delivery (?:has failed|failed|to the following|has been delayed)|permanent (?:fatal )?(?:error|failure|delivery)|following (?:address|recipient|message|addresses|recipients)\\(?s?\\)?.{0,60}(?:fail|problem|error|undeliver|rejected|not delivered|could not)|recipient(?:'s)? (?:address |mailbox )?(?:rejected|unknown|not found|full|unavailable)|user unknown|no such user|mailbox (?:is )?(?:full|unavailable|not found)|did not reach the following|final-recipient:|reporting-mta:|diagnostic-code:|550[ -]5\\.\\d\\.\\d|address not found|message (?:was )?(?:undeliverable|rejected)|returned (?:to you|below|message)|kunne ikke leveres|kunde inte levereras|konnte nicht zugestellt|n'a pas pu être (?:remis|distribu|délivr)|no se (?:ha podido|pudo) entregar|não pôde ser entregue|non è stato possibile (?:recapitare|consegnare)|kan niet worden (?:bezorgd|afgeleverd)|nie (?:mogła|może) zostać dostarczon",
)
