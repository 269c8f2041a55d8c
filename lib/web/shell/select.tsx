// A choice of a form or a filter.

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
