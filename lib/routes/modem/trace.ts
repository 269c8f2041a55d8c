// All traffic with a modem as a person can read it, one line each. PINs are never shown, nor where a
// modem echoes them, whole or in pieces.

export type Trace = (line: string) => void

// +CPIN, +CPIN2, ^CPIN and the like, +CPWD, +CLCK, and the codes that change a PIN (3GPP TS 22.030 6.6).
const secret = /([+^*$]\w*(?:PIN|PWD|LCK)\w*\s*=\s*|\*\*0[45]2?\*)[^\r]*/gi

export function masked(text: string): string {
  return text.replace(secret, '$1****')
}

/** Masks lines that are heard in answer to a command: where it has a PIN, whatever may be one. */
export function maskedIn(command: string | undefined): (line: string) => string {
  const isSecret = command !== undefined && masked(command) !== command
  return (line) => (isSecret ? masked(line).replace(/\d{4,}/g, '****') : masked(line))
}

/** `AT+CSQ`, `<ESC>`: what has no letter is named. */
export function readable(text: string): string {
  return masked(text)
    .replaceAll('\x1b', '<ESC>')
    .replaceAll('\x1a', '<CTRL-Z>')
    .replaceAll('\r', '')
}
