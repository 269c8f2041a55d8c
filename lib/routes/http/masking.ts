// A web service may repeat in its answer what it was called with. Its words reach logs, lists and mails,
// so the secrets of the route are taken out before anybody reads them.
import type { HttpCall } from './http.ts'

/** Shorter ones would be found by chance. */
const shortest = 6

/** `text` without those of the secrets that stand in it, however their characters are written. */
export function withoutSecrets(text: string, call: HttpCall, secrets: readonly string[]): string {
  const patterns = [...secrets, ...sentIn(call)]
    .filter((secret) => secret.length >= shortest)
    .sort((a, b) => b.length - a.length)
    .map((secret) => Array.from(secret, spelling).join(''))
  return patterns.length === 0 ? text : text.replace(new RegExp(patterns.join('|'), 'gu'), '…')
}

/** A character as itself, in JSON with or without need, in a URL, in a form. */
function spelling(character: string): string {
  if (/[a-z0-9]/i.test(character)) return character
  const hex = (character.codePointAt(0) ?? 0).toString(16)
  const escaped = [
    encodeURIComponent(character.toWellFormed()),
    ...(hex.length <= 2 ? [`%${hex.padStart(2, '0')}`] : []),
    ...(hex.length <= 4 ? [`\\u${hex.padStart(4, '0')}`] : []),
  ].flatMap((one) => [one, upper(one), lower(one)])
  const ways = new Set([
    ...[character, `\\${character}`, JSON.stringify(character).slice(1, -1)],
    ...escaped,
    ...(character === ' ' ? ['+'] : []),
  ])
  return `(?:${[...ways].map((way) => way.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')})`
}

function upper(escape: string): string {
  return escape.toUpperCase().replace('\\U', '\\u')
}

function lower(escape: string): string {
  return escape.toLowerCase()
}

/** What the settings became in the header that carries them. */
function sentIn({ headers: { authorization = '' } }: HttpCall): string[] {
  const [, credential = ''] = authorization.split(' ')
  return [authorization, credential]
}
