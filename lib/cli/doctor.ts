// `haraka-sms doctor`: looks a Haraka over and says what to do about each thing that is wrong.
//
// Exits with 0 when there is no fault, with 1 when there is one; advice is no fault.
import { execFile } from 'node:child_process'
import { networkInterfaces } from 'node:os'
import { isIP } from 'node:net'
import { usbPath } from '../routes/streams/serial.ts'
import { examine } from './doctor/examine.ts'
import { formatFindings, unreadable, voiceOf, type Finding } from './doctor/finding.ts'
import { HarakaFiles } from './doctor/house.ts'
import { namesOf } from './doctor/names.ts'
import { openInstallation } from './installation.ts'
import { readRoutesOf } from './routes.ts'
import { Sentence } from './sentence.ts'
import type { Common } from './verb.ts'

export interface DoctorOptions extends Common {
  readonly dns?: string
  readonly address?: string[]
}

export async function runDoctor(options: DoctorOptions): Promise<void> {
  const findings = await findingsFor(options)
  const faults = findings.filter(({ level }) => level === 'fault').length
  process.stdout.write(
    options.json === true ? `${JSON.stringify({ faults, findings })}\n` : formatFindings(findings),
  )
  process.exitCode = faults > 0 ? 1 : 0
}

async function findingsFor({ config, dns, address = [] }: DoctorOptions): Promise<Finding[]> {
  const wrong = address.find((one) => isIP(one) === 0)
  if (wrong !== undefined) throw new Sentence(`"${wrong}" is not an IP address.`)
  const house = openHouse(config)
  if (Array.isArray(house)) return house
  return examine(house, {
    names: namesAt(dns),
    addresses: [...address, ...ownAddresses()],
    usbPath,
    clock: { now: Date.now, isKept },
  })
}

/** Settings that cannot be read are findings too, and all that can be found then. */
function openHouse(config: string | undefined): Parameters<typeof examine>[0] | Finding[] {
  try {
    const installation = openInstallation(config)
    const files = new HarakaFiles(installation.directory)
    return { ...installation, files, routes: readRoutesOf(installation) }
  } catch (error) {
    if (!(error instanceof Sentence)) throw error
    const { fault } = voiceOf('settings')
    return error.message.split('\n').map((line) => fault(line, unreadable))
  }
}

function namesAt(server: string | undefined): ReturnType<typeof namesOf> {
  try {
    return namesOf(server)
  } catch {
    throw new Sentence(`"${server}" is not a name server such as 9.9.9.9 or 127.0.0.1:53.`)
  }
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
  )
}

/** As systemd says, where there is systemd. */
function isKept(): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    execFile('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], (error, out) =>
      resolve(error === null ? out.trim() === 'yes' : undefined),
    )
  })
}
