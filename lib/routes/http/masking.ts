// A web service may repeat in its answer what it was called with. Its words reach logs, lists and mails,
// so the secrets of the route are taken out before anybody reads them.
import type { HttpCall } from './http.ts'

/** Shorter ones would be found by chance. */
const shortest = 6

/** `text` without those of the secrets that stand in it, in any of the forms in which they were sent. */
export function withoutSecrets(text: string, call: HttpCall, secrets: readonly string[]): string {
  const forms = [...secrets, ...sentIn(call)]
    .flatMap((secret) => [secret, encodeURIComponent(secret), inJson(secret)])
    .filter((form) => form.length >= shortest)
    .sort((a, b) => b.length - a.length)
  return forms.reduce((left, form) => left.replaceAll(form, '…'), text)
}

/** What the settings became in the header that carries them. */
function sentIn({ headers: { authorization = '' } }: HttpCall): string[] {
  const [, credential = ''] = authorization.split(' ')
  return [authorization, credential]
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
