// A provider as a type of route: its own settings, those that all providers share, and the guard of
// its webhook.
//
// A call to the webhook must have the secret of the settings in its path, come from a listed network
// where some are listed, and carry the provider's own proof where the provider signs. A provider that
// signs nothing is not listened to without a secret.
import { readTable, setting, type Table, type Values } from '../../config/table.ts'
import { duration, flag, networks, secret, whole } from '../../config/types.ts'
import { isInside } from '../../policy/networks.ts'
import type { RouteType } from '../route-type.ts'
import type { Webhook, WebhookRefusal } from '../webhook.ts'
import { HttpRoute } from './http-route.ts'
import { isSame } from './proof.ts'
import type { Provider, ProviderType } from './provider.ts'

const shared = {
  window: setting(whole(1, 1_000), '8', 'The most calls under way at once.'),
  timeout: setting(
    duration('1s', '5m'),
    '30s',
    'How long an answer is waited for; then the fate of the message is unknown.',
  ),
  receive: setting(
    flag(),
    'yes',
    'Whether phones can answer to the numbers that this provider sends from, and it calls us with what they write.',
  ),
  webhook_secret: setting(
    secret('16 to 64 letters, digits, - and _, or nothing', /^([\w-]{16,64})?$/),
    '',
    'Stands at the end of the URL by which the provider calls us; one that signs nothing is not listened to without it.',
  ),
  webhook_from: setting(
    networks(),
    '',
    'The networks from which the provider calls us; nothing is any.',
  ),
} as const

export function httpType<T extends Table>(type: ProviderType<T>): RouteType {
  return {
    name: type.name,
    settings: { ...type.settings, ...shared },
    read(name, section, complain, world) {
      const isShared = ([key]: [string, string]): boolean => Object.hasOwn(shared, key)
      const values = readTable(shared, new Map([...section].filter(isShared)), complain)
      const own = new Map([...section].filter((pair) => !isShared(pair)))
      const ownValues = readTable(type.settings, own, complain)
      if (values === undefined || ownValues === undefined) return undefined
      const lack = whatLacks(type, ownValues)
      if (lack !== undefined) {
        complain(...lack)
        return undefined
      }
      const provider = type.build(ownValues, world, complain)
      if (provider === undefined) return undefined
      const guard = { secret: values.webhook_secret, from: values.webhook_from }
      const isHeard = guard.secret !== '' || provider.webhook?.proof !== undefined
      return new HttpRoute({
        name,
        type: type.name,
        provider,
        secrets: [
          ...secretsOf(type.settings, ownValues),
          ...(provider.secrets ?? []),
          guard.secret,
        ],
        window: values.window,
        timeout: values.timeout,
        receive: values.receive && isHeard && provider.webhook !== undefined,
        callback() {
          const base = world.publicUrl()
          return base === '' || !isHeard ? undefined : callbackUrl(base, name, guard.secret)
        },
        webhook: isHeard ? guarded(provider, guard) : undefined,
        world,
      })
    },
  }
}

/** The values of those settings that are secrets. */
function secretsOf(table: Table, values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(table).flatMap(([key, { type }]) => {
    const value = values[key]
    return type.isSecret === true && typeof value === 'string' ? [value] : []
  })
}

/** The first key that is missing, and a sentence. */
function whatLacks<T extends Table>(
  { name, needs }: ProviderType<T>,
  values: Values<T>,
): [key: string, problem: string] | undefined {
  const lacking = needs.map((keys) => keys.find((key) => values[key] === ''))
  const [lack] = lacking
  if (lack === undefined || lacking.includes(undefined)) return undefined
  const lists = needs.map((keys) => keys.join(' and '))
  return [lack, `nothing stands there; ${name} needs ${lists.join(', or ')}`]
}

function callbackUrl(base: string, name: string, secret: string): string {
  const path = [name, secret].filter(Boolean).map(encodeURIComponent)
  return `${base}/sms/hook/${path.join('/')}`
}

interface Guard {
  readonly secret: string
  readonly from: readonly string[]
}

function guarded({ webhook }: Provider, { secret, from }: Guard): Webhook | undefined {
  if (webhook === undefined) return undefined
  return {
    refusal(call) {
      if (!isSame(call.secret, secret)) return refused(404, 'the secret in the URL is wrong')
      if (from.length > 0 && !isInside(call.ip, from))
        return refused(403, `${call.ip} is none of webhook_from`)
      return undefined
    },
    read(request) {
      const fault = webhook.proof?.(request)
      if (fault !== undefined) return refused(403, fault)
      const news = webhook.read(request)
      return news === undefined
        ? refused(400, 'it is nothing that this provider tells')
        : { kind: 'taken', news }
    },
  }
}

function refused(status: WebhookRefusal['status'], reason: string): WebhookRefusal {
  return { kind: 'refused', status, reason }
}
