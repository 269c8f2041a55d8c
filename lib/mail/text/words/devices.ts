// Lines that a program or phone adds by itself: "Sent from my iPhone", "Get Outlook for Android". A person
// may begin a line with the same words ("Från min telefon kan du nå mig"), so nothing but the names of
// devices and programs, and the words that join them, may follow. All words are lower case.

const prefix =
  /^(?:sent (?:from|via|with|by|using|on|through|in)|get (?:outlook|typeapp|bluemail|the new|\S+ for)|download outlook|sendt (?:fra|via|med|på)|hent outlook|last ned outlook|skaff deg outlook|få outlook|skickat (?:från|med|via)|skickades från|skickad från|från min|hämta outlook|skaffa outlook|gesendet (?:von|mit|über|aus|mittels)|von meine[mr]|diese (?:nachricht|e-?mail) wurde (?:von|mit)|outlook für|holen sie sich outlook|envoyée? (?:de|depuis|à partir|via|avec|par)|télécharger? outlook|téléchargez outlook|obtene[zr] outlook|obtenir outlook|obtén outlook|provenance\s?:|verzonden (?:vanaf|met|via|van|vanuit)|verstuurd (?:vanaf|met|via|van|vanuit)|outlook voor|enviad[oa] (?:desde|do|de|con|com|a partir|a través|via|pelo)|obtenga outlook|obtenha o outlook|obter o outlook|inviato (?:da|dal|con|tramite)|ottieni outlook|scarica outlook|lähett?etty|hanki outlook|wysłan[eoay] (?:z|przez|za)|pobierz (?:program |aplikację )?outlook|odesláno z|odoslané z|poslané z|získa[tj]\S* (?:aplikaci |aplikáciu )?outlook|küldve|elküldve|az én|отправлено (?:с|из|от)|с моего|надіслано (?:з|із)|відправлено з|trimis (?:de|din)|poslano (?:s|iz)|poslato sa|saadetud|išsiųsta iš|nosūtīts no|στάλθηκε από|εστάλη από|enviat des|从我的|從我的|发自我的|發自我的|來自我的|来自我的|gửi từ|dikirim dari|this (?:message|e-?mail) was sent (?:from|using) my|sendt från|from my|composed with|written (?:on|with))/u

/** Names of devices and programs; a word may go on behind most of them ("iPhonesta"). */
const device =
  /^(?:ios|iphon|ipad|ipod|android|samsung|galaxy|blackberry|nokia|lumia|windows|huawei|xiaomi|redmi|oneplus|nexus|xperia|ericsson|motorola|fairphone|jolla|sailfish|verizon|t-mobile|at&t|vodafone|mobil|smartphone|smartfon|smarttelefon|älypuhel|phone|telefon|téléphone|teléfono|telefoon|tablet|puhelim|kännykä|komórk|outlook|yahoo|protonmail|gmail|mymail|mail\.ru|kindle|mailbird|fastmail|tutanota|airmail|k-?9|typeapp|bluemail|mailspring|postbox|thunderbird|nylas|polymail|superhuman|zoho|gmx|web\.de|1&1|ionos|libero|laposte|telekom|missive|mailapp|macbook|imac|gerät|appareil|dispositiv|toestel|device|ti-85|cyanogen|posteo|infomaniak|aquamail|maildroid|acompli|cloudmagic|readdle|mailo|mailfence|runbox|one\.com|bredband|comhem|zimbra|sähköposti|készülék|телефон|смартфон|айфон|устройств|мобильн|мобільн|пристр|enhed|enhet|(?:htc|honor|oppo|pixel|sony|moto|lg|o2|handy|proton|aol|client|tuta|nine|boxer|spark|orange|sfr|hey|front|mac|pda|treo|palm|wi-?fi|inbox|newton|canary|edison|telia|jio)(?![\p{L}]))/u
/** Those that are everyday words, too, and so cannot stand for themselves. */
const everyday =
  /^(?:hey|front|nine|spark|inbox|client|orange|honor|palm|mac|pixel|edison|newton|canary|boxer|handy|moto)$/u
const chinese = /电话|手机|手機|邮箱|郵箱|電話|iphone|ipad|android|huawei|xiaomi/u

/** What joins them, in all languages, and what ends such a line. */
const joins = new Set(
  (
    'for für pour для pentru para per voor för til dla pro з for на with mit med avec con com met on på auf sur en in i an a à de du des der dem den del da dal do from from: via using by over of and og und et y e og the av af od z ze ' +
    'my your min mit mein meinem meinen meiner mon ma mi mio mia mijn meu minha meus mea mana minu mano moj moje mojego mojej moim mojim mojega mého mé môjho minun μου το moego моего моей мого моєї вашего meva meves ' +
    'app apps application aplicación aplicação applikation l’application appen program programu systemu systému beta mail mails post e-post posta poczta poczty correo courrier e-mail email secure blue em apple express ' +
    'wireless network netværk powered personal work private company old new best mobile cell handheld handset smart device 3g 4g 5g lte free secure all evolution capable d’un d’une la messagerie su aplikacji почты privat privaten dienst ' +
    'pro max plus ultra mini lite note edge fold flip se xr xs x air neo fe s series phone phones tab lumia now ' +
    'gesendet gesandt verschickt geschickt geschrieben versendet verfasst beziehen downloaden herunterladen holen laden lähetetty küldve elküldve készülékemről készülékről telefonomról okostelefonomról verzonden verstuurd gönderildi poslano wysłane envoyé sent partir pe din desde systeemin'
  ).split(' '),
)
/** Of these, the ones that are nothing but a name behind a device: "iPhone 12 Pro". */
const model = /^(?:\d{1,3}|\d{1,2}\w{1,2}|[a-z]{1,3}\d{1,4}\w{0,3}|gt-\w+|sm-\w+)$/u

const trailing =
  /^(?:iphone'?(?:umdan|dan)|ipad'?(?:imden|den)|iphoneから送信|ipadから送信|(?:나의|내) (?:iphone|ipad|android).{0,20}(?:보냄|보냈)|.{0,60}(?:'umdan|'imden|'dan|'den|mdan) gönderildi\.?$|.{0,60}から送信$|.{0,40}készülék(?:emről|ről) küldve\.?$|.{2,40} (?:iphone-omról|telefonomról|mobilomról) küldve\.?$|\S{0,20} ?\S{0,12} ?iphone(?:-omról|sta| lähetetty)\W*$|von meinem \S+(?: \S+){0,4} gesendet\.?$|(?:sent )?from mobile\.?$|yahoo mail: search, organize|get the new aol app: \S+$|yahoo mail for iphone\W*$|yahoo mail on android\W*$|\S* från yahoo mail\W*$|(?:從|从)我的 ?\S+ ?(?:傳送|发送)|发自 ?\S+$|來自 ?\S+$)/u

const faults =
  'brevity|typos?|short (?:reply|replies|answers?|messages?)|kort[ae]? svar|kurze antwort\\S*|spelling|terseness|short(?:ness)?|kortfattet\\S*|stavefejl|tastefejl|slåfejl|stavfel|kortfattad\\S*|kürze|tippfehler\\S*|brièveté|fautes(?: de frappe)?|brevedad|brevità|autocorrect|(?:any|typing|spelling|grammar) (?:errors?|mistakes)'
const excuse = new RegExp(
  `^(?:(?:so )?(?:excuse|please excuse|pardon|please pardon|forgive|apologies for|undskyld|beklager|ursäkta|entschuldig\\S+|bitte entschuldig\\S+|excusez|disculp\\S+|scusa\\S*|sorry for))(?: (?:my|the|any|de|det|den|this|diese|meine|die|mine|mina|ma|mon|les|la|mi|le|for|min|sie|für|evt\\.|eventuelle|and|og|or|och|und|et|y|en|${faults}))*? (?:${faults})(?!\\p{L})(?:,? (?:and|or|og|och|und|et|y|any|${faults}|sent from|from my .{2,25}))*\\W*$`,
  'u',
)

const reason =
  /^(?:derfor kort\p{L}*|därför kort\p{L}*|daher kurz|deshalb kurz|(?:hence|so) (?:the |it'?s )?(?:brevity|short|brief)|typos courtesy of \p{L}+)\W*$/u

export function isDeviceLine(text: string): boolean {
  if (text.length < 6 || text.length > 170) return false
  const plain = text
    .replace(/[<[(]?https?:\/\/[^\s>)\]]{1,400}[>)\]]?/g, '')
    .replace(/<mailto:[^>]{0,200}>/g, '')
    .replace(/^[\s"'<([*_~–—-]{1,6}/, '')
    .trim()
  if (plain === '' || plain.length > 130) return false
  const lower = plain.toLowerCase()
  return isExcuse(lower) || trailing.test(lower) || isSent(plain, lower)
}

function isExcuse(lower: string): boolean {
  return excuse.test(lower) || reason.test(lower)
}

/** The words behind "Sent from", up to an excuse, name nothing but a device. */
function isSent(plain: string, lower: string): boolean {
  const start = prefix.exec(lower)?.[0]
  if (start === undefined) return false
  if (/^[\u4e00-\u9fff]/u.test(start)) return chinese.test(lower)
  const [end, rest] = excuseStart(lower)
  if (rest !== '' && !isExcuse(rest) && !isSent(plain.slice(-rest.length), rest)) return false
  const words = plain.slice(0, end).split(/[\s\u00a0]+/)
  const named = words.slice(
    start.split(/\s+/).length - (/outlook|typeapp|bluemail/.test(start) ? 1 : 0),
  )
  return namesDevice(named, start)
}

/** Where "Please excuse my brevity" begins behind a device, and that sentence. */
function excuseStart(lower: string): [at: number, rest: string] {
  const found = /[.,;!–—-]\s+(?=\p{L}{2})/u.exec(lower)
  if (found === null) return [lower.length, '']
  const rest = lower.slice(found.index + found[0].length)
  return isExcuse(rest) || prefix.test(rest) ? [found.index, rest] : [lower.length, '']
}

function namesDevice(words: readonly string[], start: string): boolean {
  let devices = 0
  let unknown = 0
  for (const [at, word] of words.entries()) {
    const bare = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    if (bare === '') continue
    const lower = bare.toLowerCase()
    if (device.test(lower)) {
      if (!everyday.test(lower) || /^\p{Lu}/u.test(bare)) devices++
    } else if (joins.has(lower.replace("'", '’')) || (devices > 0 && model.test(lower))) {
      // A word that only joins.
    } else if (/^\p{Lu}/u.test(bare) && !/^(?:from|get|von|från|az)/u.test(start)) unknown++
    else return false
    if (/[:?!;]$/.test(word) && at < words.length - 1) return false
  }
  return devices > 0 && unknown <= 2
}
