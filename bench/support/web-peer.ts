// A web service that takes every message, in a process of its own: POST /50 is answered after 50 ms, with
// an id. It tells its parent its port, and ends with it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

let ids = 0
const server = createServer((request, response) => {
  const answer = (): void => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(`{"id":"peer-${++ids}"}`)
  }
  const latency = Number(request.url?.slice(1))
  // The answer is due that long after the call has come whole.
  request.resume().on('end', () => {
    if (latency === 0) answer()
    else setTimeout(answer, latency)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
