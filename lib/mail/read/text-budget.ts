// How much text one mail may have decoded, over all its parts together.
// Guarantees: what is beyond is not decoded. A part's own bound alone would allow hundreds of parts, and
// compressed text, each as much; all that is wanted of a mail is as much as some SMS hold.

export const maxTextBytes = 1024 * 1024
/** HTML carries its pictures and styles with it. */
export const maxHtmlBytes = 3 * 1024 * 1024

export interface TextBudget {
  bytes: number
}

/** Room for one text in both forms, each as large as it may be. */
export function textBudget(): TextBudget {
  return { bytes: maxTextBytes + maxHtmlBytes }
}

/** The beginning of `bytes` that may be decoded: `most` of them, and what is left of the budget. */
export function takeText(bytes: Buffer, most: number, budget: TextBudget): Buffer {
  const taken = bytes.subarray(0, Math.min(most, budget.bytes))
  budget.bytes -= taken.length
  return taken
}
