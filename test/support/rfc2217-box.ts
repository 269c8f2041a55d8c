// The far end of an RFC 2217 connection, as a serial device server has it: agrees to the COM port option,
// hears what is set, and passes the bytes of the line.
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

const iac = 0xff
const comPort = 0x2c

/** `heard` gets each subnegotiation of the COM port option in hexadecimal. */
export function boxLine(socket: Socket, heard: (hex: string) => void): Duplex {
  let rest = Buffer.alloc(0)
  const line = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _encoding, done) => {
      const hex = bytes.toString('hex').replace(/../g, (octet) => (octet === 'ff' ? 'ffff' : octet))
      socket.write(Buffer.from(hex, 'hex'), done)
    },
    destroy: (error, done) => {
      socket.destroy()
      done(error)
    },
  })
  socket.write(Buffer.of(iac, 0xfd, comPort))
  socket.on('close', () => line.destroy())
  socket.on('error', () => undefined)
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    const data: number[] = []
    for (let used = take(rest, data, heard); used > 0; used = take(rest, data, heard))
      rest = rest.subarray(used)
    if (data.length > 0) line.push(Buffer.from(data))
  })
  return line
}

/** Takes one byte of data or one command; answers how many bytes it took, 0 when it is not whole. */
function take(bytes: Buffer, data: number[], heard: (hex: string) => void): number {
  const [first, command] = bytes
  if (first === undefined) return 0
  if (first !== iac) return data.push(first) && 1
  if (command === undefined) return 0
  if (command === iac) return data.push(iac) && 2
  if (command !== 0xfa) return bytes.length < 3 ? 0 : 3
  const end = bytes.indexOf(Buffer.of(iac, 0xf0))
  if (end < 0) return 0
  if (bytes[2] === comPort) heard(bytes.subarray(3, end).toString('hex'))
  return end + 2
}
