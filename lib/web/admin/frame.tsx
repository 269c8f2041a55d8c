// The frame of the administrators' pages: the head, what was done or could not be, and the forms, fields
// and choices that they are made of.
import type { ComponentChildren } from 'preact'
import type { ListedGroup } from '../../gateway/administration/groups.ts'
import { Moment } from '../moment.tsx'
import { Notice, sendPage, Token, type PageFrame } from '../shell/shell.tsx'
import { goTo, type PersonVisit } from '../visit.ts'
import { wordsOf } from './desk.ts'
import { Select, type Choice } from '../shell/select.tsx'
import { FinalButton, Sure } from '../shell/sure.tsx'
import type { AdminWord } from './words/index.ts'

export interface Saying {
  readonly kind: 'good' | 'bad'
  readonly text: ComponentChildren
}

export interface AdminFrame extends Pick<PageFrame, 'events' | 'styles' | 'scripts'> {
  /** Where it is not the title. */
  readonly heading?: ComponentChildren
  readonly aside?: ComponentChildren
  /** Links at the right of the head. */
  readonly actions?: ComponentChildren
  readonly said?: readonly Saying[]
}

export function sendAdminPage(
  visit: PersonVisit,
  title: AdminWord,
  content: ComponentChildren,
  { heading, aside, actions, said = saidBefore(visit), ...frame }: AdminFrame = {},
): void {
  const word = wordsOf(visit)
  sendPage(
    visit,
    { title: word(title), ...frame },
    <>
      <header class="content-head">
        <h1>{heading ?? word(title)}</h1>
        {aside !== undefined && <p class="muted">{aside}</p>}
        {actions !== undefined && <p class="actions">{actions}</p>}
      </header>
      {said.map(({ kind, text }) => (
        <Notice kind={kind}>{text}</Notice>
      ))}
      {content}
    </>,
  )
}

/** To a page that says that it was done: it can be loaded again, and nothing is done again. */
export function goDone(visit: PersonVisit, path: string, query: Iterable<[string, string]> = []) {
  const shown = new URLSearchParams([...query])
  shown.set('done', 'yes')
  goTo(visit, `${path}?${shown.toString()}`)
}

function saidBefore(visit: PersonVisit): Saying[] {
  return visit.query.has('done') ? [{ kind: 'good', text: wordsOf(visit)('done') }] : []
}

/** A point in time for whoever looks; null is none. */
export function When({ visit, at }: { visit: PersonVisit; at: number | null | undefined }) {
  if (at === null || at === undefined) return null
  return <Moment at={at} shape="moment" reader={visit.person} />
}

interface FormProps {
  readonly visit: PersonVisit
  /** Where it goes, from the root of the pages. */
  readonly path: string
  /** What it sends besides what is filled in. */
  readonly fields?: Readonly<Record<string, string>>
  readonly title?: string
  readonly class?: string
  readonly children: ComponentChildren
}

export function Form({ visit, path, fields = {}, title, class: kind, children }: FormProps) {
  return (
    <form class={kind ?? 'card'} method="post" action={visit.site.base + path}>
      {title !== undefined && <h2>{title}</h2>}
      <Token visit={visit} />
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}

interface DoingProps extends Omit<FormProps, 'children' | 'title' | 'class'> {
  readonly wish: string
  readonly label: string
  /** What cannot be undone is asked for twice. */
  readonly isFinal?: boolean
}

/** A form that is one quiet button: `wish` is what its `do` says. */
export function Doing({ wish, label, isFinal = false, ...form }: DoingProps) {
  if (isFinal)
    return (
      <Sure label={label}>
        <Form {...form} class="doing">
          <FinalButton wish={wish} label={wordsOf(form.visit)('for_good')} />
        </Form>
      </Sure>
    )
  return (
    <Form {...form} class="doing">
      <button class="quiet" name="do" value={wish}>
        {label}
      </button>
    </Form>
  )
}

export function Field({
  label,
  ...input
}: {
  readonly label: string
  readonly name: string
  readonly value?: string
  readonly type?: 'text' | 'date'
  readonly maxLength?: number
  readonly required?: boolean
  readonly inputMode?: 'tel' | 'numeric'
  readonly list?: string
}) {
  return (
    <label class="input">
      <span>{label}</span>
      <input {...input} />
    </label>
  )
}

/** A choice of a group by its path, or where `byId` by its id. */
export function GroupSelect({
  visit,
  groups,
  name = 'group',
  label,
  byId = false,
  ...select
}: {
  readonly visit: PersonVisit
  readonly groups: readonly ListedGroup[]
  readonly name?: string
  readonly label?: string
  readonly byId?: boolean
  readonly value?: string
  readonly none?: string
}) {
  const choices: Choice[] = groups.map(({ id, path }) => ({
    value: byId ? String(id) : path,
    label: path,
  }))
  const { value = '', none } = select
  return (
    <Select
      label={label ?? wordsOf(visit)('group')}
      name={name}
      value={value}
      {...(none !== undefined && { none })}
      choices={choices}
    />
  )
}

export function Submit({
  visit,
  word,
  wish,
}: {
  visit: PersonVisit
  word: AdminWord
  wish?: string
}) {
  return (
    <p>
      <button class="button" {...(wish !== undefined && { name: 'do', value: wish })}>
        {wordsOf(visit)(word)}
      </button>
    </p>
  )
}
