// Everything that can be administered, for one actor.
import { contactRoom, type ContactRoom } from './contact-room.ts'
import type { Desk } from './desk.ts'
import { messageRoom, type MessageRoom } from './message-room.ts'
import { peopleRoom, type PeopleRoom } from './people-room.ts'
import { sendingRoom, type SendingRoom } from './sending-room.ts'

export { Complaint } from './desk.ts'
export type { NewAccount } from './accounts.ts'
export type { KeyDetails } from './keys.ts'
export type { ListedMessage, MessageFilter, MessageTrace } from './messages.ts'
export type { LoggedMessage } from './log.ts'
export type { LogChoices } from './log-choices.ts'
export type { LogSearch } from './log-search.ts'
export type { Plot, Statistics } from './statistics.ts'
export type { SettingScope } from './settings.ts'

export type Administration = PeopleRoom & SendingRoom & MessageRoom & ContactRoom

export function createAdministration(desk: Desk): Administration {
  return { ...peopleRoom(desk), ...sendingRoom(desk), ...messageRoom(desk), ...contactRoom(desk) }
}
