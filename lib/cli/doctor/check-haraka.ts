// Whether Haraka loads the plugin with what it needs beside it: plugins, config files, permissions.
import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { routeTypes } from '../../routes/registry.ts'
import { readIni } from '../../config/ini.ts'
import { voiceOf, type Finding } from './finding.ts'
import { harakaUser } from './haraka-user.ts'
import type { HarakaFiles, House } from './house.ts'

const { good, advice, fault } = voiceOf('haraka')

/** `asked`: the proofs that groups ask for beside those of sms.ini. */
export function checkHaraka(house: House, asked: ReadonlySet<string>): Finding[] {
  const { files } = house
  return [
    ...checkPlugin(house),
    ...checkProofs(house, asked),
    ...checkConnection(files),
    ...checkOutbound(files),
    ...checkQueue(house),
    ...checkSecrets(files),
  ]
}

function checkPlugin({ directory, files }: House): Finding[] {
  const lines = files.plugins.filter((plugin) => plugin === 'sms').length
  if (files.isClosed('plugins')) return []
  if (lines === 0)
    return [fault('config/plugins does not name sms.', 'Add a line with: sms, and restart Haraka.')]
  if (lines > 1)
    return [fault('config/plugins names sms more than once.', 'Leave one line of them.')]
  const places = ['plugins/sms.js', 'node_modules/haraka-plugin-sms', 'plugins/sms']
  if (!places.some((place) => existsSync(join(directory, place))) && !isInstalled(directory))
    return [
      fault(
        `config/plugins names sms, but it is not installed in ${directory}.`,
        'Install it there with: npm install haraka-plugin-sms',
      ),
    ]
  return [good('sms is among the plugins, whose order does not matter to it.')]
}

function isInstalled(directory: string): boolean {
  try {
    createRequire(join(directory, 'package.json')).resolve('haraka-plugin-sms')
    return true
  } catch {
    return false
  }
}

/** The proofs that other plugins find. */
function checkProofs({ files, settings: { trust } }: House, asked: ReadonlySet<string>): Finding[] {
  const wanted = [...trust.trust, ...trust.key_needs, ...asked]
  const findings: Finding[] = []
  const askers = (proof: string): string =>
    [
      ...(trust.trust.some((one) => one === proof) ? ['trust in sms.ini'] : []),
      ...(trust.key_needs.some((one) => one === proof) ? ['key_needs in sms.ini'] : []),
      ...(asked.has(proof) ? ['trust or key_needs of a group'] : []),
    ].join(', ')
  const missing = (proof: string, plugin: string): Finding =>
    advice(
      `No plugin finds out the proof ${proof}, which stands in ${askers(proof)}.`,
      files.areMade
        ? `Take ${proof} out there (what stands in sms.ini is written in haraka.ini): the server that is made from haraka.ini has no such plugin.`
        : `Add ${plugin} to config/plugins, or take ${proof} out there.`,
    )
  if (wanted.includes('auth') && !files.plugins.some((plugin) => /^auth/.test(plugin)))
    findings.push(missing('auth', 'a plugin such as auth/flat_file'))
  if (wanted.includes('dkim')) {
    if (!files.hasPlugin('dkim')) findings.push(missing('dkim', 'dkim'))
    else if (files.value('dkim.ini', 'verify', 'enabled') === 'false')
      findings.push(
        advice(
          'The plugin dkim does not verify signatures.',
          'Write enabled=true into [verify] of dkim.ini.',
        ),
      )
  }
  if (wanted.includes('spf') && !files.hasPlugin('spf')) findings.push(missing('spf', 'spf'))
  const proofs = ['auth', 'dkim', 'spf'].filter((proof) => wanted.some((one) => one === proof))
  if (findings.length === 0 && proofs.length > 0)
    findings.push(good(`Plugins find out what trust asks for: ${proofs.join(', ')}.`))
  return findings
}

/** Haraka takes this file whole: what it lacks ends each connection. */
function checkConnection(files: HarakaFiles): Finding[] {
  const lacking = ['helo', 'close'].filter(
    (key) => files.value('connection.ini', 'message', key) === undefined,
  )
  if (files.isClosed('connection.ini')) return []
  if (lacking.length > 0)
    return [
      fault(
        `connection.ini ${files.has('connection.ini') ? `lacks ${lacking.join(' and ')} in [message]` : 'is missing'}: each connection fails.`,
        "Copy Haraka's own: node_modules/haraka/config/connection.ini",
      ),
    ]
  return [good('connection.ini is complete.')]
}

function checkOutbound(files: HarakaFiles): Finding[] {
  if (files.isOn('outbound.ini', 'main', 'disabled') || files.isOn('outbound.ini', '', 'disabled'))
    return [
      fault(
        'outbound.ini is disabled: mails with answers from phones stay in the queue.',
        'Take disabled out of outbound.ini.',
      ),
    ]
  const smarthost = files.value('relay_dest_domains.ini', 'domains', 'any')
  if (files.isOn('relay.ini', 'relay', 'force_routing') && !files.hasPlugin('relay'))
    return [
      fault(
        'relay.ini forces mails through a smarthost, but the plugin relay is not loaded.',
        'Add relay to config/plugins.',
      ),
    ]
  return [
    good(`Mails with answers go out ${smarthost === undefined ? 'directly' : 'by a smarthost'}.`),
  ]
}

/** Where Haraka keeps mails until they have left. It makes the directory at its start. */
function checkQueue({ directory, files }: House): Finding[] {
  const user = harakaUser(files)
  const queue = resolve(directory, files.lines('queue_dir')[0] ?? 'queue')
  const isThere = existsSync(queue)
  if (user.mayWrite(isThere ? queue : dirname(queue))) return []
  return [
    isThere
      ? fault(
          `${user.name} may not write ${queue}, where Haraka keeps mails until they have left: no answer from a phone goes out.`,
          `Give it to the user that Haraka runs as, such as with: chown -R ${user.name} ${queue}`,
        )
      : fault(
          `${user.name} cannot make ${queue}, where Haraka keeps mails until they have left: Haraka does not start.`,
          `Make it, such as with: mkdir ${queue} && chown ${user.name} ${queue}`,
        ),
  ]
}

/** Files with passwords, PINs and keys are for nobody else. */
function checkSecrets(files: HarakaFiles): Finding[] {
  const isOpen = (name: string): boolean => (statSync(files.path(name)).mode & 0o004) !== 0
  const holders = [
    ...(/postgres(ql)?:\/\/[^\s/]*:[^\s/]*@/.test(files.text('sms.ini')) ? ['sms.ini'] : []),
    ...(holdsSecret(files.text('sms.routes.ini')) ? ['sms.routes.ini'] : []),
  ]
  const open = holders.filter(isOpen)
  return open.map((name) =>
    advice(
      `${name} holds a password or PIN and can be read by every user of this machine.`,
      `chmod 640 ${files.path(name)}, with the group that Haraka runs as.`,
    ),
  )
}

/** As the types of the routes say. */
function holdsSecret(routes: string): boolean {
  return [...readIni(routes).ini.values()].some((section) => {
    const settings = routeTypes.find(({ name }) => name === section.get('type'))?.settings ?? {}
    return [...section].some(
      ([key, value]) =>
        value !== '' &&
        (settings[key]?.type.isSecret === true || (key === 'pin' && /\d/.test(value))),
    )
  })
}
