// The text of a file that belongs to the settings, or a sentence about why it cannot be read.
import { readFileSync } from 'node:fs'
import { whyNot } from './trouble.ts'

export type TextReading =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string }

export function readText(path: string): TextReading {
  try {
    return { ok: true, text: readFileSync(path, 'utf8') }
  } catch (error) {
    return { ok: false, problem: `${path} cannot be read: ${whyNot(error)}` }
  }
}
