// A person who has signed in, and what the pages may ask about people.
import type { Language } from '../../mail/language/phrases.ts'
import type { GivenRight } from './rights.ts'
import type { SignUp } from './sign-up.ts'

/** Where a request comes from, as far as it concerns sessions. */
export interface Visitor {
  readonly ip: string
  /** What the browser calls itself. */
  readonly agent: string
}

export interface Person {
  readonly accountId: number
  readonly groupId: number
  readonly address: string
  readonly name: string
  readonly language: Language
  readonly timeZone: string
  /** Whether anybody has said one; else that of the browser counts, where it is known. */
  readonly hasTimeZone: boolean
  readonly rights: readonly GivenRight[]
  /** The session that the request came with. */
  readonly sessionId: number
}

export type SessionState =
  | { readonly kind: 'person'; readonly person: Person }
  /** The code of the second step is still missing. */
  | { readonly kind: 'needs-code' }
  | { readonly kind: 'nobody' }

/** A new session: its token goes into the cookie and is kept nowhere else. */
export interface NewSession {
  readonly token: string
  /** For how long the cookie lives, in milliseconds; undefined: as long as the browser. */
  readonly stays: number | undefined
  readonly needsCode: boolean
}

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly session: NewSession }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'too-many' }

export interface ListedSession {
  readonly id: number
  readonly ip: string
  readonly agent: string
  readonly since: number
  readonly seen: number
  readonly isThis: boolean
}

export interface Proofs {
  readonly hasPassword: boolean
  readonly hasSecondStep: boolean
  /** The secret of a second step that is being set up, in base32. */
  readonly newSecret: string | undefined
}

export type PasswordOutcome = 'done' | 'wrong' | 'too-short' | 'too-many'

export interface People {
  /** Accounts that people make themselves. */
  readonly signUp: SignUp
  session(token: string | undefined): Promise<SessionState>
  /** Which of these sessions are still good, by their ids. */
  openSessions(ids: readonly number[]): Promise<ReadonlySet<number>>
  signIn(attempt: {
    readonly address: string
    readonly password: string
    readonly stays: boolean
    readonly visitor: Visitor
  }): Promise<SignInOutcome>
  /** The second step of a session that needs one. */
  enterCode(attempt: {
    readonly token: string | undefined
    readonly code: string
    readonly visitor: Visitor
  }): Promise<SignInOutcome>
  /**
   * Mails a link to the address, if there is such an account. Nobody waits for it and nobody is told,
   * so that neither answer nor time says whether there is one.
   */
  mailLink(wish: {
    readonly address: string
    readonly purpose: 'sign-in' | 'password'
    readonly visitor: Visitor
  }): void
  /** Whether links can be mailed: only where public_url is set. */
  readonly canMail: boolean
  /** Whether a link is still good for this. */
  isLink(token: string, purpose: 'sign-in' | 'password'): Promise<boolean>
  /** Uses a link up. */
  followLink(link: {
    readonly token: string
    readonly stays: boolean
    readonly visitor: Visitor
  }): Promise<SignInOutcome>
  /** Sets a password by a link, and signs in. Other sessions end. */
  setPassword(link: {
    readonly token: string
    readonly password: string
    readonly visitor: Visitor
  }): Promise<SignInOutcome | { readonly kind: 'too-short' }>
  /** Ends one session of the person, or all but this one. */
  endSession(person: Person, id: number | 'others'): Promise<void>
  signOut(token: string | undefined): Promise<void>
  sessions(person: Person): Promise<readonly ListedSession[]>
  proofs(person: Person): Promise<Proofs>
  changePassword(
    person: Person,
    change: { readonly old: string; readonly new: string; readonly ip: string },
  ): Promise<PasswordOutcome>
  /**
   * Makes a secret that counts once a right code was entered. Does nothing where there is a second step: it
   * has to be ended first, which asks for its code.
   */
  beginSecondStep(person: Person): Promise<void>
  confirmSecondStep(person: Person, code: string): Promise<boolean>
  /** False when the code is wrong. */
  endSecondStep(person: Person, code: string): Promise<boolean>
}
