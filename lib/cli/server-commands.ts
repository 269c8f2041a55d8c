// The commands that stand by themselves: to run the server, to try it, and to look it over.
import type { DemoFlags } from './demo.ts'
import type { DoctorOptions } from './doctor.ts'
import type { PreviewFlags } from './preview.ts'
import type { StartFlags } from './start.ts'
import { plainVerb, verb, type Common, type Verb } from './verb.ts'

export function addStartCommand(program: Verb): void {
  plainVerb(program, 'start', 'run the stand-alone server', '', '--ini /etc/haraka-sms.ini')
    .option('--json', 'print one JSON object when it serves')
    .option('--ini <file>', 'what it is made from (haraka.ini)')
    .option('--dir <directory>', 'where the Haraka directory is made (data of haraka.ini)')
    .action(async (flags: StartFlags) => {
      const { runStart } = await import('./start.ts')
      await runStart(flags)
    })
}

export function addDemoCommand(program: Verb): void {
  plainVerb(
    program,
    'demo',
    'show a mail become an SMS, its answer a mail, and the reply an SMS',
    '',
    '--modem',
  )
    .option('--json', 'print one JSON object instead of the transcript')
    .option('--modem', 'by a simulated GSM modem instead of the virtual phone')
    .action(async (flags: DemoFlags) => {
      const { runDemo } = await import('./demo.ts')
      await runDemo(flags)
    })
}

export function addDoctorCommand(program: Verb): void {
  verb(
    program,
    'doctor',
    'checks DNS, ports, database, plugins, clock, trust and routes',
    '-c /etc/haraka',
    '--address 203.0.113.7 --dns 9.9.9.9',
    `--json | jq '.findings[] | select(.level == "fault")'`,
  )
    .option('--dns <server>', 'the name server to ask, such as 9.9.9.9 (default: as the system)')
    .option('--address <ip...>', 'addresses by which others reach this machine, behind a router')
    .note('Exit code: 0 without faults, 1 with one. It changes and stops nothing.')
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import('./doctor.ts')
      await runDoctor(options)
    })
}

export function addDispatchCommand(program: Verb): void {
  verb(
    program,
    'dispatch',
    'sends what is due by the routes of this host, until it is told to stop (Ctrl-C)',
    '-c /etc/haraka',
  ).action(async (options: Common) => {
    const { dispatch } = await import('./dispatch.ts')
    await dispatch(options)
  })
}

export function addPreviewCommand(program: Verb): void {
  plainVerb(
    program,
    'preview',
    'read a raw mail, show the SMS that it would become',
    '< mail.eml',
    '--set fixed_text="Acme Ltd" --json < mail.eml',
  )
    .option('--json', 'print one JSON object')
    .option('--set <name=value>', 'a setting of [text] or [main], may be repeated', collect, [])
    .option('--files <list>', 'print one line of JSON for each path in the file LIST')
    .action(async (flags: PreviewFlags) => {
      const { runPreview } = await import('./preview.ts')
      runPreview(flags)
    })
}

const collect = (value: string, before: string[]): string[] => [...before, value]
