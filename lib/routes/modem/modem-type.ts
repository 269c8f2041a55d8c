// The settings of a route of type `modem`. A key that holds a list has one value for each port.
import { readTable, setting, type Values } from '../../config/table.ts'
import { duration, flag, list, oneOf, secretList, text, whole } from '../../config/types.ts'
import type { RouteType, RouteWorld } from '../route-type.ts'
import { ModemRoute } from './modem-route.ts'
import type { ModemSettings, ModemWorld } from './settings.ts'

/** Where a modem can be. */
export const modemPort =
  /^(\/\S+|usb:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}(:[^/\s]*)?(\/\d)?|(tcp|rfc2217):\/\/[^\s/]+:(?!0+$)([1-5]?\d{1,4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]))$/

const table = {
  port: setting(
    list('/dev/…, usb:VENDOR:PRODUCT, tcp://host:port and rfc2217://host:port', modemPort),
    '',
    'Where the modem is; several are one pool. Nothing: another host has it, and this one only knows it.',
  ),
  speed: setting(whole(300, 4_000_000), '115200', 'Bits a second on a serial line.'),
  flow: setting(oneOf('none', 'hardware'), 'none', 'Flow control on a serial line.'),
  number: setting(
    list('numbers such as +4520643064', /^\+\d{5,15}$/),
    '',
    'The number of the SIM, for each port; nothing is what the SIM says.',
  ),
  pin: setting(
    secretList('PINs of 4 to 8 digits, or -', /^(\d{4,8}|-)$/),
    '',
    'The PIN of the SIM, for each port; - where it has none. A wrong one is tried once.',
  ),
  smsc: setting(
    text('a number such as +4540590000, or nothing', /^(\+?\d{5,15})?$/),
    '',
    'The number of the service centre; nothing is the one that the SIM knows.',
  ),
  storage: setting(
    oneOf('auto', 'sm', 'me', 'mt', 'none'),
    'auto',
    'Where the modem keeps messages until they are fetched; auto is where the most room is, none hands them over at once.',
  ),
  reports: setting(flag(), 'yes', 'Whether reports are asked for that the phone has the message.'),
  languages: setting(
    list('numbers of national tables, 1 to 13', /^([1-9]|1[0-3])$/),
    '',
    'National tables that may be used where they save parts: 1 Turkish, 2 Spanish, 3 Portuguese and on.',
  ),
  parts_a_minute: setting(
    whole(0, 100_000),
    '0',
    'The most parts that one SIM sends in a minute, as its operator allows; 0 is as fast as it goes.',
  ),
  send_timeout: setting(
    duration('1s', '10m'),
    '2m',
    'How long the network may take to accept a part; then its fate is unknown.',
  ),
  stuck_after: setting(
    duration('1s', '1d'),
    '5m',
    'How long a modem may be without a network before it is reset.',
  ),
  power_command: setting(
    text(),
    '',
    'A command that switches the power of the modem off and on, for when nothing else helps.',
  ),
  trace: setting(
    flag(),
    'no',
    'Whether all that goes over the line stands in the log, PINs masked.',
  ),
} as const

const storages = { auto: 'auto', none: 'none', sm: 'SM', me: 'ME', mt: 'MT' } as const

type ModemValues = Values<typeof table>

export const modemType: RouteType = {
  name: 'modem',
  settings: table,
  read(name, section, complain, world) {
    const values = readTable(table, section, complain)
    if (values === undefined) return undefined
    const uneven = (['number', 'pin'] as const).filter(
      (key) => values[key].length > 0 && values[key].length !== values.port.length,
    )
    for (const key of uneven)
      complain(key, `${values[key].length} for ${values.port.length} ports; one is wanted for each`)
    // Two at one port would each take what is for the other.
    const twice = values.port.find((port, index) => values.port.indexOf(port) < index)
    if (twice !== undefined) complain('port', `${twice} stands there twice`)
    const lack = values.port.map(world.lacksFor).find((one) => one !== undefined)
    if (lack !== undefined) complain('port', lack)
    if (uneven.length > 0 || twice !== undefined || lack !== undefined) return undefined
    const modems = values.port.map((_, index) => modemOf(values, index, world))
    return new ModemRoute({ name, modems })
  },
}

function modemOf(
  values: ModemValues,
  index: number,
  world: RouteWorld,
): ModemSettings & { world: ModemWorld } {
  const port = values.port[index] ?? ''
  const pin = values.pin[index] ?? '-'
  const { speed, flow, power_command: command } = values
  return {
    key: port,
    number: values.number[index],
    pin: pin === '-' ? undefined : pin,
    serviceCentre: values.smsc === '' ? undefined : values.smsc,
    storage: storages[values.storage],
    reports: values.reports,
    languages: values.languages.map(Number),
    partsAMinute: values.parts_a_minute,
    sendTimeout: values.send_timeout,
    stuckAfter: values.stuck_after,
    trace: values.trace,
    world: {
      clock: world.clock,
      openStream: () => world.openStream(port, { speed, flow }),
      switchPower: command === '' ? undefined : () => world.runCommand(command),
    },
  }
}
