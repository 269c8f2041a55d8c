// A modem keeps the contract of a route, sound or not.
import type { Route } from '../../../lib/routes/route.ts'
import { tcpPort } from '../../support/modem-ports.ts'
import { routeOver } from '../../support/modem-route.ts'
import { SimulatedModem } from '../../support/simulated-modem.ts'
import type { ModemFlags } from '../../support/simulated/modem-flags.ts'
import { routeConformance, type RouteBench } from '../conformance.ts'

const modems: readonly (readonly [string, Partial<ModemFlags>])[] = [
  ['a modem', {}],
  ['a modem that echoes and talks on a noisy line', { echo: true, chatter: true, garbage: true }],
  ['a modem that stores nothing and lists nothing', { canStore: false, canList: false }],
]

for (const [name, flags] of modems) routeConformance(name, () => bench(flags))

async function bench(flags: Partial<ModemFlags>): Promise<RouteBench> {
  const modem = new SimulatedModem(flags)
  const port = await tcpPort(modem)
  const route = routeOver([port], { settings: { sendTimeout: 100 } })
  openWhenReady(route)
  return {
    route,
    async close() {
      await port.close()
      modem.close()
    },
  }
}

/** A gateway hands nothing on before the modem is ready; neither does this. */
function openWhenReady(route: Route): void {
  const open = route.open.bind(route)
  route.open = (sinks) =>
    new Promise((resolve, reject) => {
      open({
        ...sinks,
        down: (down, ...more) => {
          sinks.down(down, ...more)
          if (!down) resolve()
        },
      }).catch(reject)
    })
}
