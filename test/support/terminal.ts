// A pseudo-terminal of which this process has the master: for what a serial line is to programs.
import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { ReadStream } from 'node:tty'

export interface Terminal {
  /** Of the slave, as that of a serial device. */
  readonly path: string
  readonly master: ReadStream
  /** As if the device were pulled out. */
  hangUp(): void
}

const flags = constants.O_RDWR | constants.O_NOCTTY

// TIOCSPTLCK and TIOCGPTN of ioctl_tty(2), by perl, which every Debian has.
const unlock = `
  ioctl(STDIN, 0x40045431, my $open = pack("i", 0)) or die $!;
  ioctl(STDIN, 0x80045430, my $number = pack("i", 0)) or die $!;
  print unpack("i", $number)`

export function openTerminal(): Terminal {
  const master = openSync('/dev/ptmx', flags)
  const number = execFileSync('perl', ['-e', unlock], { stdio: [master, 'pipe', 'inherit'] })
  const path = `/dev/pts/${number.toString()}`
  // Held open, so that the line keeps its settings and is up while nobody listens.
  const slave = openSync(path, flags)
  execFileSync('stty', ['raw', '-echo'], { stdio: [slave, 'inherit', 'inherit'] })
  const stream = new ReadStream(master)
  let isUp = true
  return {
    path,
    master: stream,
    hangUp() {
      if (!isUp) return
      isUp = false
      closeSync(slave)
      stream.destroy()
    },
  }
}
