// `_BLOCKSMSLINK_` in a text stands for a link by which the phone can leave the list of receivers. It is looked for
// where a person reads it, in the text that goes out: HTML may have it in pieces.

export function wantsLink(text: string): boolean {
  return /_BLOCKSMSLINK_/i.test(text)
}

/** A letter or the like directly before or behind it would become a part of the link. */
export function withLinkPlace(text: string, place: string): string {
  return text.replace(
    /(?<=([\p{L}\p{N}]?))_BLOCKSMSLINK_(?=([\p{L}\p{N}_/-]?))/giu,
    (_mark, before: string, next: string) =>
      `${before === '' ? '' : ' '}${place}${next === '' ? '' : ' '}`,
  )
}
