// The types of routes, by the name that stands as `type` in sms.routes.ini.
import { genericProvider } from './http/generic.ts'
import { httpType } from './http/http-type.ts'
import { modemType } from './modem/modem-type.ts'
import { phoneType } from './phone/phone-route.ts'
import type { RouteType } from './route-type.ts'

export const routeTypes: readonly RouteType[] = [phoneType, modemType, httpType(genericProvider)]
