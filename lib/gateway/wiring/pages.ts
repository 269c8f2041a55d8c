// What pages ask for: people and their messages, administration, links in mails and SMS.
import { createAdministration, type Administration } from '../administration/index.ts'
import { createConfirmationLinks } from '../commands/confirmation-links.ts'
import { createConversations } from '../conversations/index.ts'
import type { Gateway, PageServices } from '../gateway.ts'
import { createHealth } from '../health.ts'
import type { Intake } from '../intake.ts'
import { localMailbox } from '../local-mailbox.ts'
import { createOptOutLinks } from '../opt-out-links.ts'
import { createPeople } from '../people/index.ts'
import { createOwnAccount } from '../people/own-account.ts'
import { createPhrases } from '../people/phrases.ts'
import { createWishes } from '../people/wishes.ts'
import type { Ground } from './ground.ts'

/**
 * `actor` is who it is done by, for the audit log; `within` the groups whose trees they administer,
 * undefined for the operator; `once` the token of a form, whose change is made once.
 */
export type Administer = (
  actor: string,
  within?: readonly number[],
  once?: string,
) => Administration

export interface AllPageServices
  extends
    Omit<PageServices, 'administer' | 'count'>,
    Pick<Gateway, 'confirmationLinks' | 'optOutLinks' | 'mailbox' | 'onChange'> {
  readonly administer: Administer
}

export function wirePages(ground: Ground, intake: Intake): AllPageServices {
  const { store, directory, settings, routes, clock } = ground
  const administer: Administer = (actor, within, once) =>
    createAdministration({
      store,
      settings,
      clock,
      routeTo: (phone) => routes.choose({ phone })?.name,
      actor,
      within,
      once,
    })
  return {
    administer,
    people: createPeople(ground),
    ownAccount: createOwnAccount({ ...ground, administer }),
    wishes: createWishes(administer, directory),
    conversations: createConversations({ ...ground, intake }),
    phrases: createPhrases(ground),
    health: createHealth(ground),
    confirmationLinks: createConfirmationLinks(ground),
    optOutLinks: createOptOutLinks(ground),
    mailbox: localMailbox(store, settings().demo.mailbox, clock),
    onChange: (listener) => store.onWake('change', listener),
  }
}
