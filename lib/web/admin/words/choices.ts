// What the choices of a setting are called.
import type { Line } from './index.ts'

export const choiceWords = {
  choice_ask: ['ask back', 'spørg', 'fråga', 'spør', 'nachfragen', 'demander'],
  choice_international: [
    'international',
    'internationalt',
    'internationellt',
    'internasjonalt',
    'international',
    'international',
  ],
  choice_national: ['national', 'nationalt', 'nationellt', 'nasjonalt', 'national', 'national'],
  choice_first_mail: [
    'with the first mail',
    'med den første mail',
    'med det första mejlet',
    'med den første e-posten',
    'mit der ersten Mail',
    'avec le premier courriel',
  ],
  choice_subscribe: [
    'by a mail to subscribe@',
    'ved en mail til subscribe@',
    'genom ett mejl till subscribe@',
    'ved en e-post til subscribe@',
    'durch eine Mail an subscribe@',
    'par un courriel à subscribe@',
  ],
  choice_none: [
    'never by itself',
    'aldrig af sig selv',
    'aldrig av sig självt',
    'aldri av seg selv',
    'nie von selbst',
    'jamais de lui-même',
  ],
  choice_prepend: [
    'put before the text',
    'sæt foran teksten',
    'sätt före texten',
    'sett foran teksten',
    'vor den Text setzen',
    'mettre avant le texte',
  ],
  choice_ignore: ['leave out', 'udelad', 'utelämna', 'utelat', 'weglassen', 'omettre'],
  choice_cut: ['cut off', 'skær fra', 'klipp bort', 'klipp bort', 'abschneiden', 'couper'],
  choice_keep: ['keep', 'behold', 'behåll', 'behold', 'behalten', 'garder'],
  choice_refuse: ['refuse', 'afvis', 'avvisa', 'avvis', 'ablehnen', 'refuser'],
  choice_cut_and_tell: [
    'cut, and tell the sender',
    'skær af, og sig det til afsenderen',
    'kapa, och tala om det för avsändaren',
    'kutt, og si det til avsenderen',
    'kürzen und es dem Absender sagen',
    'couper, et le dire à l’expéditeur',
  ],
} as const satisfies Record<string, Line>
