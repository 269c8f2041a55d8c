// The types of routes, by the name that stands as `type` in sms.routes.ini.
import { elks } from './http/46elks.ts'
import { gatewayapi } from './http/gatewayapi.ts'
import { genericProvider } from './http/generic/generic.ts'
import { httpType } from './http/http-type.ts'
import { kannel } from './http/kannel.ts'
import { smsgate } from './http/smsgate.ts'
import { twilio } from './http/twilio.ts'
import { vonage } from './http/vonage.ts'
import { websms } from './http/websms.ts'
import { modemType } from './modem/modem-type.ts'
import { phoneType } from './phone/phone-route.ts'
import type { RouteType } from './route-type.ts'

export const routeTypes: readonly RouteType[] = [
  phoneType,
  modemType,
  httpType(genericProvider),
  httpType(kannel),
  httpType(websms),
  httpType(twilio),
  httpType(smsgate),
  httpType(gatewayapi),
  httpType(vonage),
  httpType(elks),
]
