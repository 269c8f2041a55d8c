// Networks that were set where `ip` is no proof: said at once, since mail from them is refused all the same.
import type { Administration, SettingScope } from '../gateway/administration/index.ts'

/** A sentence on stderr where networks of the group or account prove nothing. */
export async function tellIdleNetworks(
  administration: Administration,
  scope: SettingScope,
): Promise<void> {
  const settings = await administration.listSettings(scope)
  const trust = settings.find(({ name }) => name === 'trust')?.value ?? ''
  const proofs = trust.split(', ').filter((proof) => proof !== '')
  if (proofs.includes('ip')) return
  process.stderr.write(
    'Networks prove nothing there, as trust does not name ip. For a group: ' +
      `haraka-sms setting set trust "${[...proofs, 'ip'].join(', ')}" --group PATH\n`,
  )
}
