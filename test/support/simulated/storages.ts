// The storages of a simulated modem, and the service centre that keeps what finds no room in them.
import type { ModemFlags } from './modem-flags.ts'

export type StorageName = 'SM' | 'ME' | 'SR'

export interface Stored {
  readonly pdu: string
  readonly status: 0 | 1 | 2 | 3
}

export class Storages {
  readonly rooms: Record<StorageName, Map<number, Stored>> = {
    SM: new Map(),
    ME: new Map(),
    SR: new Map(),
  }
  readonly #flags: ModemFlags
  readonly #atCentre: string[] = []
  #reading: StorageName = 'SM'
  #keeping: StorageName = 'SM'

  constructor(flags: ModemFlags) {
    this.#flags = flags
  }

  /** Where it is now; undefined: there is no room, and the service centre keeps it. */
  keep(pdu: string, at = this.#keeping): { name: StorageName; index: number } | undefined {
    const room = this.rooms[at]
    if (room.size >= this.#flags.storageSize) {
      this.#atCentre.push(pdu)
      return undefined
    }
    let index = 1
    while (room.has(index)) index++
    room.set(index, { pdu, status: 0 })
    return { name: at, index }
  }

  /** Answers what the service centre brings now that there is room. */
  remove(index: number): string | undefined {
    this.rooms[this.#reading].delete(index)
    return this.#atCentre.shift()
  }

  /** AT+CPMS. */
  choose(rest: string): string[] {
    if (!this.#flags.canStore) return ['+CMS ERROR: 302']
    const more = this.#flags.reportsIn === undefined ? '' : ',"SR"'
    if (rest === '=?') return [`+CPMS: ("SM","ME"${more}),("SM","ME"),("SM","ME")`, 'OK']
    const names = [...rest.matchAll(/"(SM|ME|SR)"/g)].map((match) => match[1] as StorageName)
    this.#reading = names[0] ?? this.#reading
    this.#keeping = names[2] ?? this.#keeping
    const counts = (name: StorageName): string =>
      `${this.rooms[name].size},${this.#flags.storageSize}`
    return [
      `+CPMS: ${counts(this.#reading)},${counts(this.#reading)},${counts(this.#keeping)}`,
      'OK',
    ]
  }

  /** AT+CMGL. */
  list(): string[] {
    if (!this.#flags.canList) return ['ERROR']
    const lines = [...this.rooms[this.#reading]].flatMap(([index, { pdu, status }]) => [
      `+CMGL: ${index},${status},,${pdu.length / 2 - 8}`,
      pdu,
    ])
    return [...lines, 'OK']
  }

  /** AT+CMGR. */
  read(index: number): string[] {
    const stored = this.rooms[this.#reading].get(index)
    if (stored === undefined) return ['+CMS ERROR: 321']
    return [`+CMGR: ${stored.status},,${stored.pdu.length / 2 - 8}`, stored.pdu, 'OK']
  }
}
