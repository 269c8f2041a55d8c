// Whether the ways to phones work: their ports, who holds them, what they said last, and what waits.
import { accessSync, constants, existsSync } from 'node:fs'
import { readIni } from '../../config/ini.ts'
import { holders } from '../../store/leases.ts'
import {
  listRouteStates,
  oldestInLine,
  queueLengths,
  type RouteMode,
} from '../../store/route-states.ts'
import type { Store } from '../../store/store.ts'
import { unreadable, voiceOf, type Finding } from './finding.ts'
import type { HarakaFiles, House } from './house.ts'

const { good, advice, fault } = voiceOf('routes')
const longWait = 15 * 60_000

/** `usbPath` answers where a stick of that USB id is, or rejects with what is wrong. */
export interface PortWorld {
  readonly usbPath: (port: string) => Promise<string>
}

export async function checkRoutes(
  { files, routes }: House,
  store: Store | undefined,
  world: PortWorld,
  now: number,
): Promise<Finding[]> {
  const unread = routes.problems.map((problem) => fault(problem, unreadable))
  if (routes.names.length === 0)
    return [
      ...unread,
      fault(
        'No way to phones is switched on: every message is refused.',
        'Write one into sms.routes.ini, such as [stick] with type = modem and port = /dev/…',
      ),
    ]
  const elsewhere = routes.table.routes.filter((route) => route.elsewhere === true)
  const names = routes.names.filter((name) => elsewhere.every((route) => route.name !== name))
  return [
    ...unread,
    ...checkSharedPorts(files),
    ...(await checkModemPorts(files, world)),
    ...(store === undefined ? [] : await checkStates(names, store, now)),
  ]
}

interface Section {
  readonly name: string
  readonly values: ReadonlyMap<string, string>
}

function sections(files: HarakaFiles): Section[] {
  const { ini } = readIni(files.text('sms.routes.ini'))
  return [...ini]
    .filter(([, values]) => values.has('type'))
    .map(([name, values]) => ({ name, values }))
}

const words = (list: string | undefined): string[] =>
  (list ?? '').split(/[\s,]+/).filter((word) => word !== '')

/** Two routes cannot share a port. */
function checkSharedPorts(files: HarakaFiles): Finding[] {
  const ports = sections(files).flatMap(({ name, values }) =>
    words(values.get('port')).map((port) => ({ name, port })),
  )
  return ports
    .filter(({ port }, index) => ports.findIndex((one) => one.port === port) < index)
    .map(({ name, port }) =>
      fault(
        `${port} in [${name}] is the port of another route or modem too.`,
        'Give each modem its own port in sms.routes.ini.',
      ),
    )
}

async function checkModemPorts(files: HarakaFiles, { usbPath }: PortWorld): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, values } of sections(files)) {
    if (values.get('type') !== 'modem') continue
    for (const port of words(values.get('port'))) {
      if (!/^(\/|usb:)/.test(port)) continue
      const path = port.startsWith('usb:') ? await usbPath(port).catch(() => undefined) : port
      findings.push(checkDevice(name, port, path))
    }
  }
  return findings
}

function checkDevice(name: string, port: string, path: string | undefined): Finding {
  if (path === undefined || !existsSync(path))
    return fault(
      `The port of [${name}], ${port}, is not there.`,
      'Plug the modem in; see its name with: ls -l /dev/serial/by-id',
    )
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return good(`The port of [${name}], ${port}, is there.`)
  } catch {
    return fault(
      `The port of [${name}], ${port}, may not be opened by you.`,
      'Add the user of Haraka to the group of the device, which is mostly dialout.',
    )
  }
}

async function checkStates(names: string[], store: Store, now: number): Promise<Finding[]> {
  const { db, dialect } = store
  const states = await listRouteStates(db)
  const held = await holders(db, dialect)
  const waiting = await queueLengths(db)
  const oldest = await oldestInLine(db)
  const findings: Finding[] = []
  for (const name of names) {
    const holder = held.get(`route:${name}`)
    const state = states.find(({ route }) => route === name)
    if (holder === undefined) findings.push(notHeld(name))
    else if (state?.down === 1)
      findings.push(
        fault(
          `The route ${name} is down since ${minute(state.since)}: ${state.reason ?? 'no reason'}.`,
          'docs/modem.md has a list of symptoms; haraka-sms route list shows its state.',
        ),
      )
    else if (state?.mode) findings.push(putAside(name, state.mode))
    else findings.push(good(`The route ${name} works, held by ${holder}.`))
    // Of a pool each modem has a state of its own.
    for (const one of states.filter(
      ({ route, down }) => route.startsWith(`${name} `) && down === 1,
    ))
      findings.push(
        fault(
          `${one.route} is down since ${minute(one.since)}: ${one.reason ?? ''}.`,
          'The others of its pool go on; see its port, card and signal.',
        ),
      )
    const since = oldest.get(name)
    if (since !== undefined && now - since > longWait)
      findings.push(
        advice(
          `${waiting.get(name)} messages wait for the route ${name}, the oldest since ${minute(since)}.`,
          'See whether the route works, and whether it is as fast as what comes in.',
        ),
      )
  }
  const known = new Set(names)
  for (const [route, count] of waiting)
    if (
      !known.has(route) &&
      !states.some((state) => state.route === route && held.has(`route:${route}`))
    )
      findings.push(
        fault(
          `${count} messages wait for the route ${route}, which is not in sms.routes.ini.`,
          `Write [${route}] there again until they are sent, or they expire.`,
        ),
      )
  return findings
}

function notHeld(name: string): Finding {
  return fault(
    `No process holds the route ${name}: nothing is sent by it.`,
    'Start Haraka, or haraka-sms dispatch on the host that has its port.',
  )
}

function putAside(name: string, mode: RouteMode): Finding {
  const says =
    mode === 'paused'
      ? `The route ${name} is paused: what is for it waits.`
      : `The route ${name} is being drained: it takes nothing new.`
  return advice(says, `When that is no longer meant: haraka-sms route resume ${name}`)
}

const minute = (time: number): string => `${new Date(time).toISOString().slice(0, 16)}Z`
