// Where sms.ini and sms.routes.ini name groups. A group that is renamed or moved keeps its old path there.
import type { Settings } from '../config/settings.ts'
import type { RouteTable } from '../gateway/route-table.ts'

export interface NamedGroup {
  readonly path: string
  readonly place: string
  /** While there is no such group. */
  readonly effect: string
}

export function namedGroups({ domains, accounts }: Settings, routes: RouteTable): NamedGroup[] {
  const named = [
    ...[...domains].map(([domain, path]) => ({
      path,
      place: `[domains] ${domain} in sms.ini`,
      effect: 'nobody may write to it',
    })),
    {
      path: accounts.sign_up_group,
      place: '[accounts] sign_up_group in sms.ini',
      effect: 'nobody can sign up there',
    },
    ...routes.entries.flatMap(({ route, rules }) =>
      rules.groups.map((path) => ({
        path,
        place: `groups of [${route.name}] in sms.routes.ini`,
        effect: 'it takes nothing from there',
      })),
    ),
  ]
  return named.filter(({ path }) => path !== '')
}

/** As routes take paths: whatever the case of their letters, and below Master or not. */
export function foldPath(path: string): string {
  const names = path.split('/').map((name) => name.trim().toLowerCase())
  return names.filter((name, index) => name !== '' && !(index === 0 && name === 'master')).join('/')
}

/** A sentence on stderr where the files still name a group by the path that it had, or one below it. */
export function tellOldPaths(named: readonly NamedGroup[], old: string): void {
  const path = foldPath(old)
  const places = named
    .filter((one) => `${foldPath(one.path)}/`.startsWith(`${path}/`))
    .map(({ place }) => place)
  if (places.length > 0)
    process.stderr.write(
      `The old path still stands in ${places.join(', ')}: change it there too.\n`,
    )
}
