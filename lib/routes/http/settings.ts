// Settings that many providers have.
import { setting } from '../../config/table.ts'
import { secret, text, webUrl } from '../../config/types.ts'

/** The URL of a provider, its own unless another is written. */
export function urlSetting(byDefault: string) {
  return setting(webUrl('https://api.example.org/v1'), byDefault, 'Where the service is.')
}

export function credential(about: string) {
  return setting(secret('text', /^/), '', about)
}

/** What stands in a header as it is. */
export function token(about: string) {
  return setting(secret('letters, digits and marks without spaces', /^[!-~]*$/), '', about)
}

export const senderSetting = setting(
  text(
    'a number such as +4560991000, a name, or nothing',
    /^(\+?\d{3,15}|[A-Za-z0-9 _.&-]{3,11})?$/,
  ),
  '',
  'What messages without a sender of their own are sent from.',
)
