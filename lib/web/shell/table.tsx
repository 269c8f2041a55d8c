// A table of any page.
//
// On a phone each row is a block, the first cell its title and the others with their heads above them, so that
// nobody scrolls sideways. Without roles browsers would then take it for no table any more.
import type { ComponentChildren } from 'preact'

export interface HeadCell {
  readonly cell: ComponentChildren
  /** What stands above its cells on a phone; nothing where it is left out. */
  readonly name?: string
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
  isNarrow = false,
}: {
  /** It fits a phone as it is. */
  readonly isNarrow?: boolean
  readonly label: string
  readonly head: readonly (string | HeadCell)[]
  readonly rows: readonly (readonly ComponentChildren[])[]
  readonly empty: string
}) {
  if (rows.length === 0) return <p class="nothing">{empty}</p>
  const heads = head.map((one) => (typeof one === 'string' ? { cell: one, name: one } : one))
  const title = heads.findIndex(({ name }) => name !== undefined)
  return (
    <div class="table-wrap" tabIndex={0} role="region" aria-label={label}>
      <table class={isNarrow ? 'table' : 'table stacks'} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {heads.map(({ cell, sorted }, column) => (
              <th
                scope="col"
                role="columnheader"
                class={classOf(rows[0]?.[column])}
                aria-sort={sorted}
              >
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((cells) => (
            <tr role="row">
              {cells.map((cell, column) => (
                <td
                  role="cell"
                  class={classOf(cell, column === title)}
                  data-head={column === title ? undefined : heads[column]?.name}
                >
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

/** Numbers stand at the right, so that their digits do. */
function classOf(cell: ComponentChildren, isTitle = false): string | undefined {
  const names = [...(isTitle ? ['title'] : []), ...(typeof cell === 'number' ? ['number'] : [])]
  return names.length === 0 ? undefined : names.join(' ')
}
