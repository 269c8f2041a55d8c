// What cannot be undone is asked for twice: the button is seen once its summary was opened. It needs no script.
import type { ComponentChildren } from 'preact'

export function Sure({
  label,
  note,
  children,
}: {
  readonly label: string
  /** What goes. */
  readonly note?: string
  readonly children: ComponentChildren
}) {
  return (
    <details class="sure">
      <summary>{label}</summary>
      {note !== undefined && <p class="muted">{note}</p>}
      {children}
    </details>
  )
}

/** `wish` is what the `do` of its form says. */
export function FinalButton({ wish, label }: { readonly wish: string; readonly label: string }) {
  return (
    <button class="quiet final" name="do" value={wish}>
      {label}
    </button>
  )
}
