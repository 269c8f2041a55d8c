// Answers only to names that are ours, so that a foreign page cannot reach us under a name of its
// own that it points at this machine (DNS rebinding). The loopback names are always ours.
import type { RequestHandler } from 'express'
import { arrivalOf } from './arrival.ts'
import { HttpRefusal } from './http-refusal.ts'

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** Refuses requests whose Host is neither loopback nor one of `hosts`, whatever the port. */
export function hostCheck(hosts: () => readonly string[]): RequestHandler {
  return (_request, response, next) => {
    const name = hostName(arrivalOf(response).host)
    if (name !== undefined && isOurs(name, hosts())) next()
    else next(new HttpRefusal(421, 'host'))
  }
}

function isOurs(name: string, hosts: readonly string[]): boolean {
  return loopback.includes(name) || hosts.some((host) => host.toLowerCase() === name)
}

function hostName(header: string | undefined): string | undefined {
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header)) return undefined
  const url = `http://${header}`
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : undefined
}
