/** The field for a password that is chosen, with the rule that it must keep. */
export function NewPassword({
  words,
}: {
  words: { readonly new_password: string; readonly password_rule: string }
}) {
  return (
    <>
      <label class="input">
        <span>{words.new_password}</span>
        <input
          type="password"
          name="password"
          autocomplete="new-password"
          aria-describedby="rule"
          required
        />
      </label>
      <p class="muted" id="rule">
        {words.password_rule}
      </p>
    </>
  )
}
