// The answers to commands, in all languages that we write.
import type { Language } from '../phrases.ts'
import { da } from './da.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { nb } from './nb.ts'
import type { CommandPhrases } from './phrases.ts'
import { sv } from './sv.ts'

export const commandPhrases: Readonly<Record<Language, CommandPhrases>> = { da, sv, nb, de, fr, en }
