// Answers only to names that are ours, so that a foreign page cannot reach us under a name of its
// own that it points at this machine (DNS rebinding). The loopback names are always ours.
import type { RequestHandler } from 'express'
import { HttpRefusal } from './http-refusal.ts'

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** Refuses requests whose Host is neither loopback nor one of `hosts`, whatever the port. */
export function hostCheck(hosts: readonly string[]): RequestHandler {
  const allowed = new Set([...loopback, ...hosts.map((host) => host.toLowerCase())])
  return (request, _response, next) => {
    const name = hostName(request.headers.host)
    if (name !== undefined && allowed.has(name)) next()
    else next(new HttpRefusal(421, 'This server does not answer to that host name.'))
  }
}

function hostName(header: string | undefined): string | undefined {
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header)) return undefined
  const url = `http://${header}`
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : undefined
}
