// The page /phone as a whole.
import { renderDocument, type Site } from '../document.tsx'
import { follows, LiveState } from '../live.tsx'
import { EnvelopeIcon, PhoneIcon } from './icons.tsx'
import { Mailbox } from './mailbox.tsx'
import type { PageModel } from './page-model.ts'
import { Phones } from './phones.tsx'

export function renderPhonePage(site: Site, page: PageModel): string {
  return renderDocument(
    site,
    {
      title: 'Phones and mail',
      styles: ['pages.css', 'phone.css', 'mailbox.css'],
      scripts: ['times.js'],
      isLive: true,
    },
    <>
      <header class="page-head">
        <h1>Mail to SMS and back</h1>
        <p class="lead">
          A mail to a number becomes a text message; the answer comes back as a mail. Reply to it.
        </p>
        <LiveState language="en" />
      </header>
      <main
        class={page.mailbox === undefined ? 'phones-only' : 'pair'}
        {...follows(`${site.base}/phone/events`)}
      >
        <Phones page={page} />
        {page.mailbox !== undefined && <Mailbox page={page} mailbox={page.mailbox} />}
      </main>
      {page.mailbox !== undefined && (
        <nav class="jump" aria-label="Parts of the page">
          <a href="#phones">
            <PhoneIcon /> Phones
          </a>
          <a href="#mailbox">
            <EnvelopeIcon /> Mail
          </a>
        </nav>
      )}
    </>,
  )
}
