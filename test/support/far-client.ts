// Clients that come from anywhere, for what depends on their address: they say which in their EHLO, and
// a plugin makes the server believe it.
import { SmtpClient } from '../../lib/cli/smtp-client.ts'

/** The text of the plugin; it has to stand in front of those that ask for the address. */
export const fromAnywhere = `
exports.register = function () { this.register_hook('ehlo', 'believe', -200) }
exports.believe = function (next, connection, host) {
  const [, ip] = /^from-([0-9-]+)\\.test$/.exec(host) ?? []
  if (ip !== undefined) {
    connection.set('remote', 'ip', ip.replaceAll('-', '.'))
    connection.set('remote', 'is_private', false)
  }
  next()
}
`

export async function clientFrom(
  ip: string,
  server: { host: string; port: number },
): Promise<SmtpClient> {
  const client = await SmtpClient.connect(server)
  await client.command(`EHLO from-${ip.replaceAll('.', '-')}.test`)
  return client
}
