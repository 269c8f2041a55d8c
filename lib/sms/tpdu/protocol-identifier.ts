// TP-PID (3GPP TS 23.040 9.2.3.9): the values that change what a phone does with a message. All
// others are carried through and mean nothing here.

/** A message that the phone acknowledges and throws away. */
export const pidSilent = 0x40

/** The number, 1 to 7, of the message that this one replaces; undefined for other identifiers. */
export function replaceTypeOf(pid: number): number | undefined {
  return pid > 0x40 && pid <= 0x47 ? pid - 0x40 : undefined
}

/** The identifier of a message that takes the place of the last one with the same number. */
export function pidOfReplaceType(number: 1 | 2 | 3 | 4 | 5 | 6 | 7): number {
  return 0x40 + number
}
