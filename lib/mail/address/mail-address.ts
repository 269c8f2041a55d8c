// Whether a text is one plain mail address, as accounts have them.

const form = /^[^\s\p{C}@<>"]+@(?:[^\s\p{C}@<>"]+\.[^\s\p{C}@<>".]+|localhost)$/u

/** 254 characters are the most that SMTP carries (RFC 5321 4.5.3.1.3). */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && form.test(text)
}
