// What the rooms of one route in this process share: its runner, what it claims, hands on and stores.
import type { Route } from '../../routes/route.ts'
import type { DispatcherOptions } from '../dispatcher.ts'

export interface Duty extends DispatcherOptions {
  readonly route: Route
  /** Of the lease, and of every claim made under it. */
  readonly token: string
  readonly complain: (error: unknown) => void
  /** Nothing new is begun. */
  readonly isClosing: () => boolean
}
