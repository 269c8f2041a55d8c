// What the sender of a message wants to hear of it, in the words of RFC 3461 4.1.
//
// A client that speaks DSN says it for each recipient; otherwise the account's wish stands for it. It is
// kept with the message as one text, so that a wish that changes later does not change what was sent.

/** What an account hears where its client says nothing. */
export type ReportWish = 'none' | 'failures' | 'all'

const wishes: Readonly<Record<ReportWish, string>> = {
  none: 'NEVER',
  failures: 'FAILURE',
  all: 'SUCCESS,FAILURE,DELAY',
}

export function notifyOf(wish: ReportWish): string {
  return wishes[wish]
}

/** What several wishes about one message come to: NEVER only where all say so. */
export function together(wished: readonly string[]): string {
  const words = new Set(wished.flatMap((one) => one.split(',')))
  if (words.size > 1) words.delete('NEVER')
  return [...words].join(',')
}

/** Whether it is wanted. Null stands for messages of ours, of which nobody hears. */
export function wants(notify: string | null, what: 'SUCCESS' | 'FAILURE' | 'DELAY'): boolean {
  return notify?.split(',').includes(what) === true
}
