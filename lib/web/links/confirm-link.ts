// The link that confirms a command by mail.
import type { ConfirmationLink, ConfirmationLinks } from '../../gateway/gateway.ts'
import { commandPhrases } from '../../mail/language/commands/index.ts'
import { fill } from '../../mail/language/reasons.ts'
import type { OneClick } from './one-click.tsx'

export function confirmLink(links: ConfirmationLinks): OneClick<ConfirmationLink> {
  return {
    name: 'confirm',
    token: /^[a-z2-7]{26}$/,
    unknown: commandPhrases.en.page.unknown,
    find: (token) => links.find(token),
    question: (link) => ({
      title: sentence(link, 'title'),
      text: sentence(link, 'text'),
      button: sentence(link, 'button'),
    }),
    async click(token, link) {
      const outcome = await links.confirm(token)
      if (outcome.kind === 'unknown') return undefined
      if (outcome.kind === 'refused') return { title: outcome.sentence, isRefused: true }
      return { title: sentence(link, 'done') }
    },
  }
}

function sentence(
  { language, command, address }: ConfirmationLink,
  name: 'title' | 'text' | 'button' | 'done',
): string {
  return fill(commandPhrases[language].page[command][name], { address })
}
