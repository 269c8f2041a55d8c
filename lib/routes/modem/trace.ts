// All traffic with a modem as a person can read it, one line each. PINs are never shown, nor where a
// modem echoes them.

export type Trace = (line: string) => void

const secret = /(\+(?:CPIN|CPWD|CLCK)\s*=\s*)[^\r]*/gi

export function masked(text: string): string {
  return text.replace(secret, '$1****')
}

/** `> AT+CSQ`, `< OK`; what has no letter is named. */
export function traceLine(direction: '>' | '<', text: string): string {
  const shown = masked(text)
    .replaceAll('\x1b', '<ESC>')
    .replaceAll('\x1a', '<CTRL-Z>')
    .replaceAll('\r', '')
  return `${direction} ${shown}`
}
