// What Haraka logs goes through here before any plugin writes it, and loses the keys in it: Haraka tells
// of envelope senders, of addresses that it cannot read, of greetings and of unknown commands before any
// hook of a mail could change them.
//
// A run of letters that only looks a bit like a key stays: Message-IDs and queue ids do.
import { maskWholeKeys } from '../lib/mail/address/key.ts'

/** One record, which the plugins that write it are given after us. */
export interface LogItem {
  data: string
  obj?: Record<string, unknown>
}

/** Says nothing itself: a record about it would come here again. */
export function maskRecord(next: () => void, _logger: unknown, item: LogItem): void {
  item.data = maskWholeKeys(item.data)
  for (const [name, value] of Object.entries(item.obj ?? {}))
    if (typeof value === 'string' && item.obj !== undefined) item.obj[name] = maskWholeKeys(value)
  next()
}
