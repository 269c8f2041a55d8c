// Loaded into the server before Haraka (node --import): profiles it when its parent asks, and ends it
// when its parent is gone.
import { Session, type Profiler } from 'node:inspector/promises'

let session: Session | undefined

process.on('message', (message) => {
  if (message === 'begin profile') void begin()
  if (message === 'end profile') void end()
})
process.on('disconnect', () => process.exit(1))
process.channel?.unref()

async function begin(): Promise<void> {
  session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 500 })
  await session.post('Profiler.start')
  process.send?.({ began: true })
}

async function end(): Promise<void> {
  const profile: Profiler.Profile | undefined = (await session?.post('Profiler.stop'))?.profile
  session?.disconnect()
  process.send?.({ profile })
}
