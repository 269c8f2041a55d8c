// Whether Haraka loads the plugin with what it needs beside it: plugins, config files, permissions.
import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { voiceOf, type Finding } from './finding.ts'
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
    ...checkSecrets(files),
  ]
}

function checkPlugin({ directory, files }: House): Finding[] {
  const lines = files.plugins.filter((plugin) => plugin === 'sms').length
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
      `Add ${plugin} to config/plugins, or take ${proof} out there.`,
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

/** Files with passwords, PINs and keys are for nobody else. */
function checkSecrets(files: HarakaFiles): Finding[] {
  const secret =
    /^\s*(pin|password|secret|token|api_key)\s*=\s*[^\s;]|postgres(ql)?:\/\/[^\s/]*:[^\s/]*@/m
  const open = ['sms.ini', 'sms.routes.ini'].filter(
    (name) => secret.test(files.text(name)) && (statSync(files.path(name)).mode & 0o004) !== 0,
  )
  return open.map((name) =>
    advice(
      `${name} holds a password or PIN and can be read by every user of this machine.`,
      `chmod 640 ${files.path(name)}, with the group that Haraka runs as.`,
    ),
  )
}
