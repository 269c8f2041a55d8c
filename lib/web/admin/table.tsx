// The table of the administrators' pages, which scrolls by itself on a phone, and the choice of a filter.
import type { ComponentChildren } from 'preact'

export interface HeadCell {
  readonly cell: ComponentChildren
  readonly sorted?: 'ascending' | 'descending' | undefined
}

/** For screen readers alone, over a column of boxes. */
export function hiddenHead(name: string): HeadCell {
  return { cell: <span class="unseen">{name}</span> }
}

export function Table({
  label,
  head,
  rows,
  empty,
  stacks = false,
}: {
  /** On a phone each row is a block of its own, each cell with its head. */
  readonly stacks?: boolean
  readonly label: string
  readonly head: readonly (string | HeadCell)[]
  readonly rows: readonly (readonly ComponentChildren[])[]
  readonly empty: string
}) {
  if (rows.length === 0) return <p class="nothing">{empty}</p>
  return (
    <div class="table-wrap" tabIndex={0} role="region" aria-label={label}>
      <table class={stacks ? 'table stacks' : 'table'}>
        <thead>
          <tr>
            {head.map((one, column) => (
              <th
                scope="col"
                class={classOf(rows[0]?.[column])}
                aria-sort={typeof one === 'string' ? undefined : one.sorted}
              >
                {typeof one === 'string' ? one : one.cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {cells.map((cell, column) => (
                <td class={classOf(cell)} data-head={stacks ? titleOf(head[column]) : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function titleOf(head: string | HeadCell | undefined): string | undefined {
  return typeof head === 'string' ? head : undefined
}

/** Numbers stand at the right, so that their digits do. */
function classOf(cell: ComponentChildren): string | undefined {
  return typeof cell === 'number' ? 'number' : undefined
}

export interface Choice {
  readonly value: string
  readonly label: string
}

/** A choice of a filter; the first is none. */
export function Select({
  label,
  name,
  value,
  none,
  choices,
}: {
  readonly label: string
  readonly name: string
  readonly value: string
  readonly none?: string
  readonly choices: readonly Choice[]
}) {
  const isThere = value === '' || choices.some((choice) => choice.value === value)
  const all = isThere ? choices : [{ value, label: value }, ...choices]
  return (
    <label class="input">
      <span>{label}</span>
      <select name={name}>
        {none !== undefined && <option value="">{none}</option>}
        {all.map((choice) => (
          <option value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  )
}
