// A serial device as a byte stream. The library is optional: without it a sentence says how to get it.
import type * as serialport from 'serialport'
import type { Duplex } from 'node:stream'
import type { SerialLine } from '../route-type.ts'
import { SerialStream } from './serial-stream.ts'

type Library = typeof serialport

export async function openSerial(port: string, { speed, flow }: SerialLine): Promise<Duplex> {
  const { SerialPort } = await loadLibrary()
  const path = port.startsWith('usb:') ? await usbPath(port) : port
  const device = await SerialPort.binding
    .open({ path, baudRate: speed, rtscts: flow === 'hardware' })
    .catch((cause: unknown) => {
      throw new Error(whyNot(path, cause instanceof Error ? cause.message : String(cause)), {
        cause,
      })
    })
  if ('poller' in device) return new SerialStream(device)
  await device.close()
  throw new Error('serial ports can be used on Linux and macOS')
}

const lacking = 'a serial port needs one more package: npm install serialport'

const reasons: readonly (readonly [RegExp, (path: string) => string])[] = [
  [
    /no such file/i,
    (path) => `there is no ${path}; is it plugged in? ls -l /dev/serial/by-id shows what is`,
  ],
  [
    /permission denied/i,
    (path) => `permission denied for ${path}; the user has to be in the group dialout`,
  ],
  [
    /cannot lock|busy/i,
    (path) => `another program holds ${path}, such as ModemManager, smsd or a server`,
  ],
  [/inappropriate ioctl|is a directory/i, (path) => `${path} is no serial device`],
]

function whyNot(path: string, said: string): string {
  const [, sentence] = reasons.find(([words]) => words.test(said)) ?? []
  return sentence?.(path) ?? said.replace(/^Error:? /, '')
}

async function loadLibrary(): Promise<Library> {
  try {
    return await import('serialport')
  } catch (error) {
    throw new Error(lacking, { cause: error })
  }
}

/** The sentence that says how to get the library, where it is not installed. */
export function serialLacks(): string | undefined {
  try {
    import.meta.resolve('serialport')
    return undefined
  } catch {
    return lacking
  }
}

export interface SerialDevice {
  readonly path: string
  readonly vendorId?: string | undefined
  readonly productId?: string | undefined
  readonly serialNumber?: string | undefined
}

/** Where a stick is plugged in now; rejects when it is not. */
export async function usbPath(port: string): Promise<string> {
  const { SerialPort } = await loadLibrary()
  const devices = await SerialPort.list().catch((cause: unknown) => {
    throw new Error('the USB devices cannot be listed; that needs udevadm (Debian: udev)', {
      cause,
    })
  })
  return findUsb(port, devices)
}

/** `usb:12d1:1506`, `usb:12d1:1506:SERIAL`; `/2` behind it is the third of its ports. */
export function findUsb(port: string, devices: readonly SerialDevice[]): string {
  const match = /^usb:([0-9a-f]{4}):([0-9a-f]{4})(?::([^/]*))?(?:\/(\d))?$/i.exec(port)
  const [, vendor = '', product = '', serialNumber, nth = '0'] = match ?? []
  const same = (one: string | undefined, other: string): boolean =>
    one?.toLowerCase() === other.toLowerCase()
  const found = devices
    .filter((one) => same(one.vendorId, vendor) && same(one.productId, product))
    .filter((one) => serialNumber === undefined || one.serialNumber === serialNumber)
    .map(({ path }) => path)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const path = found[Number(nth)]
  if (path === undefined) throw new Error(`${port} is not plugged in`)
  return path
}
