// Lines that a program or phone adds by itself: "Sent from my iPhone", "Get Outlook for Android".

const prefixes =
  'sent (?:from|via|with|by|using|on|through|in)|get (?:outlook|typeapp|bluemail|the new)|download outlook|sendt (?:fra|via|med|på)|hent outlook|last ned outlook|skaff deg outlook|få outlook|skickat (?:från|med|via)|skickades från|skickad från|från min|' +
  'hämta outlook|skaffa outlook|gesendet (?:von|mit|über|aus|mittels)|von meinem|von meiner|diese nachricht wurde (?:von|mit)|diese e-?mail wurde (?:von|mit)|outlook für|holen sie sich outlook|envoyé (?:de|depuis|à partir|via|avec|par)|envoyée depuis|' +
  'télécharger? outlook|téléchargez outlook|obtene[zr] outlook|obtenir outlook|obtén outlook|provenance\\s?:|verzonden (?:vanaf|met|via|van|vanuit)|verstuurd (?:vanaf|met|via|van|vanuit)|outlook voor|download outlook|enviado (?:desde|do|de|con|com|a partir|via|pelo)|enviada (?:do|de)|obtenga outlook|' +
  'obtenha o outlook|obter o outlook|inviato (?:da|dal|con|tramite)|ottieni outlook|scarica outlook|lähetetty|lähettetty|hanki outlook(?: for)?|wysłan[eoay] (?:z|przez|za)|pobierz (?:program |aplikację )?outlook|' +
  'odesláno z|odoslané z|poslané z|získa[tj]\\S* (?:aplikaci |aplikáciu )?outlook|küldve|elküldve|az én|отправлено (?:с|из|от)|с моего|надіслано (?:з|із)|відправлено з|trimis (?:de|din)|poslano (?:s|iz)|poslato sa|saadetud|išsiųsta iš|nosūtīts no|' +
  'στάλθηκε από|εστάλη από|enviat des|从我的|從我的|发自我的|發自我的|來自我的|来自我的|gửi từ|dikirim dari|get \\S+ for|this (?:message|e-?mail) was sent (?:from|using) my|diese nachricht wurde von|sendt från|from my|composed with|written (?:on|with)'

const devices =
  '\\bios\\b|e-?post f[öo]r|posta per|courrier pour|correo para|mail voor|sähköposti|poczta dla|iphon|ipad|ipod|android|samsung|galaxy|blackberry|nokia|lumia|windows\\s?(?:phone|mail|10)|mail (?:for|til|für|pour|para|per|voor|för|dla|pro) windows|htc|huawei|honor|xiaomi|redmi|mi phone|oneplus|oppo|pixel|nexus|sony|xperia|ericsson|motorola|' +
  'moto g|\\blg\\b|fairphone|jolla|sailfish|verizon|t-mobile|at&t|vodafone|o2|mobile|mobil\\S*|smartphone|smarttelefon|handy|phone|telefon\\S*|téléphone|teléfono|telefono|telefoon|tablet\\S*|tablette|puhelim\\S*|kännykä\\S*|iphonesta|ipadista|komórk\\S*|' +
  'outlook|yahoo|protonmail|proton mail|gmail|mymail|mail\\.ru|aol|kindle|mailbird|em client|fastmail|tutanota|tuta|airmail|k-9|k-?9 mail|nine|boxer|typeapp|bluemail|blue mail|mailspring|postbox|thunderbird|nylas|polymail|superhuman|spark|' +
  'zoho|gmx|web\\.de|1&1|ionos|libero|orange|laposte|sfr|telekom|hey|front|missive|mail app|mailapp|apple mail|macbook|imac|mac|pda|treo|palm|wi-?fi|gerät|geräte?\\S*|appareil|dispositiv\\S*|toestel|device|ti-85|cyanogen\\S*|posteo|infomaniak|aquamail|maildroid|acompli|inbox|newton|cloudmagic|canary|edison|readdle|mailo|mailfence|runbox|one\\.com|telia|bredband|comhem|jio|zimbra|电话|手机|手機|手机版|邮箱|郵箱|電話|설치'

const line = new RegExp(
  `^[\\s"'<(\\[*_~–—-]{0,6}(?:${prefixes})[\\s\\u00a0](?=.{0,110}$)[^,;:!?]{0,60}?(?:${devices})`,
  'iu',
)
const trailing =
  /^(?:iphone'?(?:umdan|dan)|ipad'?(?:imden|den)|iphoneから送信|ipadから送信|(?:나의|내) (?:iphone|ipad|android).{0,20}(?:보냄|보냈)|.{0,60}(?:'umdan|'imden|'dan|'den|mdan) gönderildi\.?$|.{0,60}から送信$|.{0,40}készülék(?:emről|ről) küldve\.?$|.{2,40} (?:iphone-omról|telefonomról|mobilomról) küldve\.?$|.{2,40}\biphone(?:-omról|sta| lähetetty)\b|von meinem \S+(?: \S+){0,4} gesendet\.?$|.{0,30}\bfrom mobile\.?$|yahoo mail: search, organize|yahoo mail for iphone|yahoo mail on android|\S* från yahoo mail|(?:從|从)我的 ?\S+ ?(?:傳送|发送)|发自 ?\S+|來自 ?\S+)/iu
const sentences =
  /^(?:excuse|please excuse|pardon|forgive|apologies for|undskyld|beklager|ursäkta|entschuldig\S+|bitte entschuldig\S+|excusez|disculp\S+|scusa\S*|sorry for)\b.{0,30}\b(?:brevity|typos?|spelling|terseness|short(?:ness)?|kortfattet\S*|stavefejl|tastefejl|stavfel|kortfattad\S*|kürze|tippfehler|brièveté|fautes|brevedad|brevità|errors?|autocorrect|mistakes)\b/iu

export function isDeviceLine(text: string): boolean {
  if (text.length < 6 || text.length > 170) return false
  const plain = text
    .replace(/[<[(]?https?:\/\/[^\s>)\]]{1,400}[>)\]]?/g, '')
    .replace(/<mailto:[^>]{0,200}>/g, '')
    .trim()
  if (plain === '' || plain.length > 130) return false
  return line.test(plain) || trailing.test(plain) || sentences.test(plain)
}
