// The link of _BLOCKSMSLINK_: the phone wants no more SMS from an organisation.
import type { OptOutLink, OptOutLinks } from '../../gateway/gateway.ts'
import { phrases } from '../../mail/language/index.ts'
import { fill } from '../../mail/language/reasons.ts'
import { formatPhone } from '../../sms/phone-number.ts'
import type { OneClick } from './one-click.tsx'

export function stopLink(links: OptOutLinks): OneClick<OptOutLink> {
  return {
    name: 'stop',
    token: /^[a-z2-7]{12}$/,
    unknown: phrases.en.optOut.page.unknown,
    find: (token) => links.find(token),
    question: (link) => ({
      title: sentence(link, 'title'),
      text: sentence(link, 'text'),
      button: sentence(link, 'button'),
    }),
    click: async (token, link) =>
      (await links.stop(token))
        ? {
            title: sentence(link, 'done'),
            ...(link.isAnswerable && { text: sentence(link, 'again') }),
          }
        : undefined,
  }
}

function sentence(
  { language, organisation, phone }: OptOutLink,
  name: keyof typeof phrases.en.optOut.page,
): string {
  return fill(phrases[language].optOut.page[name], { organisation, phone: formatPhone(phone) })
}
