// Lines that mail programs set above a quoted or forwarded mail, without dates or names in them.

// A dotted capital I becomes an i with a dot of its own, which no table has.
const lower = (text: string): string => text.toLowerCase().replaceAll('i\u0307', 'i')

const list = (words: string): string[] => words.split('|').map(lower)

const originals = list(
  'original message|original email|original mail|original appointment|reply message|replied message|original meddelelse|oprindelig meddelelse|oprindelig besked|' +
    'oprindelig mail|oprindelig e-mail|oprindelig aftale|original besked|svar meddelelse|ursprungligt meddelande|ursprungligt mejl|originalmeddelande|ursprunglig avtalad tid|opprinnelig melding|' +
    'opprinnelig e-post|opphavleg melding|original melding|ursprüngliche nachricht|ursprüngliche mitteilung|ursprüngliche mail|ursprüngliche e-mail|originalnachricht|original-nachricht|original nachricht|' +
    "original-mail|originalmail|ursprünglicher termin|antwort nachricht|der ursprüngliche nachricht|message original|message d'origine|message d’origine|message initial|mail original|mail d'origine|mail d’origine|e-mail d'origine|courriel original|rendez-vous d'origine|" +
    'mensaje original|mensaje de respuesta|mensagem original|mensagem de resposta|messaggio originale|messaggio di risposta|oorspronkelijk bericht|oorspronkelijke bericht|origineel bericht|oorspronkelijke afspraak|originele bericht|' +
    'alkuperäinen viesti|alkuperäinen viesti / orig.msg.|alkuperäinen sanoma|wiadomość oryginalna|treść oryginalnej wiadomości|oryginalna wiadomość|wiadomość pierwotna|' +
    'původní zpráva|původní e-mail|původní email|pôvodná správa|pôvodná správa --- original message|eredeti üzenet|mesajul original|mesaj original|исходное сообщение|оригинальное сообщение|' +
    'первоначальное сообщение|початкове повідомлення|оригінальне повідомлення|оригинално писмо|оригинална порака|orijinal mesaj|orijinal ileti|özgün ileti|asıl ileti|izvorna poruka|originalna poruka|izvirno sporočilo|originalna powěsć|' +
    'algne kiri|algne sõnum|sākotnējā ziņa|originalus laiškas|originalus pranešimas|upprunalegur póstur|upphaflegur póstur|missatge original|mensaxe orixinal|jatorrizko mezua|αρχικό μήνυμα|πρωτότυπο μήνυμα|' +
    'thư gốc|tin nhắn gốc|pesan asli|原始邮件|回复的原邮件|回复的邮件|原始郵件|原始消息|原邮件|邮件原件|オリジナルメッセージ|元のメッセージ|원본 메시지|원본 메일|הודעה מקורית|الرسالة الأصلية|الرسالة الأصليَّة|mesazhi origjinal|oorspronklike boodskap',
)

const forwards = list(
  'forwarded message|forwarded mail|forwarded email|fwd message|videresendt meddelelse|videresendt besked|videresendt mail|videresendt melding|vidaresend melding|vidarebefordrat meddelande|vidarebefordrat mejl|' +
    'weitergeleitete nachricht|weitergeleitete mail|weitergeleitete e-mail|message transféré|message transmis|message réexpédié|courriel transféré|mail transféré|e-mail transféré|mensaje reenviado|mensaje remitido|messaggio inoltrato|mensagem encaminhada|mensagem reencaminhada|doorgestuurd bericht|' +
    'edelleenlähetetty viesti|välitetty viesti|välitetty viesti / fwd.msg|przekazana wiadomość|treść przekazanej wiadomości|wiadomość przesłana dalej|wiadomość przekazana dalej|přeposlaná zpráva|preposlaná správa|preposlaná správa --- forwarded message|továbbított üzenet|továbbított levél|' +
    'mesaj redirecționat|mesaj redirectionat|пересылаемое сообщение|перенаправленное сообщение|пересланное сообщение|переслане повідомлення|перенаправлене повідомлення|iletilmiş mesaj|iletilen ileti|iletilmiş ileti|yönlendirilen ileti|proslijeđena poruka|prosleđena poruka|posredovano sporočilo|' +
    'edastatud kiri|edastatud sõnum|persiųstas laiškas|pārsūtīta ziņa|áframsendur póstur|missatge reenviat|missatge reexpedit|mensaxe reenviada|προωθημένο μήνυμα|thư chuyển tiếp|pesan terusan|pesan yang diteruskan|转发的消息|转发邮件|轉寄郵件|轉寄的郵件|メッセージを転送|転送メッセージ|転送されたメッセージ|전달된 메시지|전달된 메일|הודעה שהועברה|הודעה מועברת|رسالة معاد توجيهها|رسالة ممرّرة',
)

const begins = list(
  'begin forwarded message|forwarded message|začátek přeposílané zprávy|start på videresendt besked|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|inicio del mensaje reenviado|välitetty viesti alkaa|alla edelleenlähetetty viesti|' +
    'début du message réexpédié|début du message transféré|début du courriel réexpédié|započni proslijeđenu poruku|továbbított levél kezdete|inizio messaggio inoltrato|begin doorgestuurd bericht|videresendt melding|start på videresendt melding|początek przekazywanej wiadomości|' +
    'początek wiadomości przekazanej dalej|início da mensagem reencaminhada|início da mensagem encaminhada|începe mesajul redirecționat|начало переадресованного сообщения|начало переадресованного письма|začiatok preposlanej správy|vidarebefordrat mejl|vidarebefordrat brev|' +
    'iletilen mesajın başlangıcı|i̇leti başlangıcı|початок листа, що пересилається|початок переадресованого листа|inici del missatge reenviat|以下是转发的邮件|下面是被转发的邮件|以下為轉寄的郵件|開始轉寄郵件|転送されたメッセージ|전달된 메시지 시작|anfang der weitergeleiteten mail',
)

const originalWords = new Set(originals)
const forwardWords = new Set([...forwards])
const beginWords = new Set(begins)

export type Divider = 'original' | 'forward'

// Dashes (also the long ones), underscores or equal signs in front, some text, and the same behind.
const dashed =
  /^[\s>*_]*[-\u2010-\u2015=_*]{2,}\s*([^-\u2010-\u2015=_*\s](?:[^\r\n]{0,80}?[^-\u2010-\u2015=_*\s])?)\s*[-\u2010-\u2015=_*]{0,}[\s*_]*$/u
const glued = /^[\s>*]*-{3,}\s*([\p{L}][^-]{3,60}?)\s*-{3,}\s*\S/u
const lotus =
  /^[\s>]*-{3,}\s?(?:forwarded by|weitergeleitet von|videresendt af|videresendt av|vidarebefordrat av|réexpédié par|transféré par|reenviado por|inoltrato da|doorgestuurd door|encaminhado por|edelleen lähettänyt|przekazane przez)\s.{3,200}-{3,}\s*$/iu
const said =
  /^[\s>]*-{3,}\s?(\S.{2,120}?)\s(?:wrote|schrieb|skrev|schreef|a écrit|escribió|ha scritto|escreveu|napisał(?:\(a\))?)\s?:?\s?-{3,}\s*$/iu

/** What a line is when it is nothing but a divider. */
export function dividerOf(line: string): Divider | undefined {
  if (line.length > 260 || line.length < 6) return undefined
  if (/^\[?original message processed by\b/i.test(line)) return 'original' // David
  if (!/^[\s>*_=\u2010-\u2015-]|[:：][\s*_]*$/u.test(line)) return undefined
  const begin = line.replace(/^[\s>*_]+/, '').replace(/[\s*_]*[:：]?[\s*_]*$/, '')
  if (beginWords.has(lower(begin)) && /[:：]/.test(line)) return 'forward'
  if (lotus.test(line)) return 'forward'
  if (said.test(line)) return 'original'
  for (const shape of [dashed, glued]) {
    const words = lower(shape.exec(line)?.[1]?.replace(/[\s:*]+$/, '') ?? '')
    if (originalWords.has(words)) return 'original'
    if (forwardWords.has(words)) return 'forward'
  }
  return undefined
}

/** A ruler that Outlook, Exchange and web mailers draw above the header block. */
export function isRuler(line: string): boolean {
  return /^\s*(?:_{5,}|-{10,}|={10,}|[\u2012-\u2015\u2500]{10,}|\*{10,})\s*$/.test(line)
}

/** What QQ sets above a header block, and no one may take for a divider without that. */
export function isTitle(line: string): boolean {
  return /^-{3,6} ?original ?-{3,6}$/i.test(line)
}

// What stands around the sentence, a few words of politeness, the verb, and where the line is.
const aboveLine =
  /^[\s>#=_*~+<[(.|—─-]{0,60}(?:(?:please|bitte|venligst|vänligen|merci de|veuillez|por favor|per favore|gelieve|add|when|if|you(?:r)?|din|dein|geben|sie|ihre|votre|votre|su|tu|la|le|uw|je|skriv|only|kun|the|to|zum|für|um|om|pour|para|per|twoja|proszę|napište)\s){0,4}(?:repl|respon|answer|writ|typ|svar|skriv|antwort|schreib|saisis|écri|répon|escrib|ingres|scriv|rispon|digit|beantwoord|antwoord|kirjoit|vasta|odpow|napi|wpisz|text|tekst)\p{L}*.{0,60}?\b(?:above|over|ovenfor|ovanför|oberhalb|über|au-dessus|encima|sobre|arriba|sopra|acima|boven|yläpuol\p{L}*|powyżej|nad)\b.{0,60}?(?:line|lini\p{L}*|linje\p{L}*|zeile|ligne|línea|linea|linha|regel|rivi\p{L}*|viiva\p{L}*|řádk\p{L}*|text|message|mail|here|denne|dette)/iu

/** "## Please type your reply above this line ##" of ticket systems and forums. */
export function isReplyAbove(line: string): boolean {
  if (line.length > 200 || line.length < 12) return false
  const framed = /^[-#=_*~+—─<[(.|]/u.test(line) && /[-#=_*~+—─>\]).|]$/u.test(line)
  return (framed || line.length < 70) && aboveLine.test(line)
}
