// A gateway whose one route is a modem, on a simulated modem in a port.
import type { ModemSettings, Pace } from '../../lib/routes/modem/settings.ts'
import { eventually } from './eventually.ts'
import { addDemoAccount, openGateway, type TestGateway } from './gateway.ts'
import type { ModemPort } from './modem-ports.ts'
import { routeOver } from './modem-route.ts'

export interface ModemGatewayOptions {
  readonly database: string
  readonly port: ModemPort
  readonly settings?: string
  readonly modem?: Partial<ModemSettings>
  readonly pace?: Partial<Pace>
}

export async function openModemGateway(options: ModemGatewayOptions): Promise<TestGateway> {
  const { database, port, settings = '', modem = {}, pace = {} } = options
  // Under one name, so that references stay valid over restarts of a test.
  const route = routeOver([{ ...port, settings: { key: 'm', ...modem } }], { pace })
  const gateway = await openGateway({ database, routes: [route], settings })
  return gateway
}

export async function addSender(gateway: TestGateway): Promise<void> {
  await addDemoAccount(gateway.gateway)
}

/** All messages, when none of them is on its way any more. */
export async function settled(
  gateway: TestGateway,
  ms: number,
): Promise<Record<string, unknown>[]> {
  const resting = ['delivered', 'undelivered', 'uncertain', 'unsent', 'expired', 'incoming']
  let moving: unknown[] = []
  const look = async (): Promise<Record<string, unknown>[] | undefined> => {
    const messages = await gateway.messages()
    moving = messages.flatMap(({ id, state, reason }) =>
      resting.includes(String(state)) ? [] : [[id, state, reason]],
    )
    return moving.length === 0 ? messages : undefined
  }
  return eventually('all messages to be settled', look, ms).catch((error: unknown) => {
    throw new Error(`still on their way: ${JSON.stringify(moving.slice(0, 10))}`, { cause: error })
  })
}
