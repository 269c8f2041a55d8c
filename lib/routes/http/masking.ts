// A web service may repeat in its answer what it was called with. Its words reach logs, lists and mails,
// so the secrets of the route are taken out before anybody reads them.
import type { HttpCall } from './http.ts'

/** Shorter ones would be found by chance. */
const shortest = 6

/** Headers that carry credentials; others may hold our ids, which answers must be read by. */
const carriers = /auth|api-?key|token|secret|password|credential/i

/** `text` without those of the secrets that stand in it, in any of the forms in which they were sent. */
export function withoutSecrets(text: string, call: HttpCall, secrets: readonly string[]): string {
  const forms = [...secrets, ...sentIn(call)]
    .flatMap((secret) => [secret, encodeURIComponent(secret), inJson(secret)])
    .filter((form) => form.length >= shortest)
    .sort((a, b) => b.length - a.length)
  return forms.reduce((left, form) => left.replaceAll(form, '…'), text)
}

function sentIn({ headers }: HttpCall): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!carriers.test(name)) return []
    const [scheme = '', ...rest] = value.split(' ')
    const credential = rest.join(' ')
    const password =
      scheme.toLowerCase() === 'basic'
        ? Buffer.from(credential, 'base64')
            .toString('utf8')
            .replace(/^[^:]*:/, '')
        : ''
    return [value, credential, password]
  })
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
