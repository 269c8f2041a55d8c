// The words by which a phone says that it wants no more SMS, or wants them again: only as the whole
// text, since people write "please stop by" and "STOP 12345" too.
//
// Words that are answers as well ("end", "cancel", "no", "yes", "nej") are left out: many SMS ask something.

const stopWords = [
  // English
  ...['stop', 'stop sms', 'stop all', 'stopall', 'unsubscribe', 'opt out', 'optout', 'opt-out'],
  // Danish, Swedish, Norwegian
  ...['afmeld', 'afmeld sms', 'frameld', 'frameld sms', 'afmelding'],
  ...['stopp', 'stoppa', 'stopp sms', 'stoppa sms', 'avregistrera', 'avanmäl', 'avprenumerera'],
  ...['avmeld', 'avmeld sms', 'meld av', 'avmelding'],
  // German, French
  ...['abmelden', 'abmeldung', 'abbestellen', 'austragen', 'sms stop', 'sms stopp'],
  ...[
    'arrêt',
    'arrêt sms',
    'arrêter',
    'désabonner',
    'désabonnement',
    'désinscription',
    'se désabonner',
  ],
]

const startWords = [
  ...['start', 'start sms', 'sms start', 'unstop', 'subscribe', 'opt in', 'optin', 'opt-in'],
  ...[
    'tilmeld',
    'tilmeld sms',
    'tilmelding',
    'starta',
    'starta sms',
    'prenumerera',
    'påmeld',
    'meld på',
  ],
  ...[
    'anmelden',
    'anmeldung',
    'starten',
    'reprendre',
    "s'abonner",
    'abonner',
    'réabonner',
    'reprise',
  ],
]

const stops = new Set(stopWords.map(plain))
const starts = new Set(startWords.map(plain))

/** With all that may stand around a word; what is longer says something else. */
const longest = 1_000

export function readOptOut(text: string): 'stop' | 'start' | undefined {
  if (text.length > longest) return undefined
  const word = plain(text)
  if (stops.has(word)) return 'stop'
  return starts.has(word) ? 'start' : undefined
}

/** Without case, accents, and what stands around the words. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replace(/\s+/g, ' ')
}
