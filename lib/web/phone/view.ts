// What a person is looking at on the page /phone, kept in the page's address: the server remembers
// nothing, a reload and the back button do what they should.

export interface PhoneView {
  /** The opened mail, by its id. */
  readonly mail?: number
  /** The mail that is being answered. */
  readonly reply?: number
  /** The other side whose conversation a phone shows, where it is not its latest one. */
  readonly chats: ReadonlyMap<string, string>
  /** A mail has just been handed in. */
  readonly sent?: boolean
}

const mostChats = 20
// In neither a number nor a sender's name.
const between = '~'

export function readView(query: URLSearchParams): PhoneView {
  const mail = readId(query.get('mail'))
  const reply = readId(query.get('reply'))
  const chats = new Map<string, string>()
  for (const chat of query.getAll('chat').slice(0, mostChats)) {
    const at = chat.indexOf(between)
    if (at > 0) chats.set(chat.slice(0, at), chat.slice(at + 1))
  }
  return {
    chats,
    sent: query.has('sent'),
    ...(mail === undefined ? {} : { mail }),
    ...(reply === undefined ? {} : { reply }),
  }
}

/** The query for a view, with its question mark; '' for the plain page. */
export function viewQuery(view: PhoneView): string {
  const query = new URLSearchParams()
  if (view.mail !== undefined) query.set('mail', String(view.mail))
  if (view.reply !== undefined) query.set('reply', String(view.reply))
  for (const [phone, peer] of view.chats) query.append('chat', phone + between + peer)
  if (view.sent === true) query.set('sent', '1')
  return query.size === 0 ? '' : `?${query.toString()}`
}

function readId(value: string | null): number | undefined {
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}
