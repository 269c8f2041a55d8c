// The form that writes to a phone.
import { foretells, idOf, stays } from '../live.tsx'
import { SendIcon } from '../phone/icons.tsx'
import { Notice, Token } from '../shell/shell.tsx'
import type { Props } from './messages-view.ts'
import { messageWords } from './words.ts'
import { longestText, PhraseChoice } from './writing.tsx'

export function Writer({ view }: Props) {
  const { visit, phone, to, text, problem, line, once, phrases } = view
  const words = messageWords[visit.language]
  const { base } = visit.site
  const countId = idOf('count', phone ?? 'new')
  return (
    <form
      class="writer"
      method="post"
      action={`${base}/messages`}
      id={idOf('writer', phone ?? 'new')}
      {...(problem !== undefined && stays)}
    >
      {problem !== undefined && <Notice kind="bad">{problem}</Notice>}
      <Token visit={visit} />
      <input type="hidden" name="once" value={once} />
      {phone === undefined ? (
        <label class="input">
          <span>{words.to}</span>
          <input name="to" value={to} placeholder="+45 20 64 30 64" autocomplete="off" required />
        </label>
      ) : (
        <input type="hidden" name="to" value={phone} />
      )}
      <div class="writer-row">
        <textarea
          class="plain-input"
          name="text"
          rows={phone === undefined ? 4 : 1}
          maxLength={longestText}
          required
          placeholder={words.text}
          aria-label={words.text}
          aria-describedby={countId}
        >
          {text !== '' && `\n${text}`}
        </textarea>
        <button class="button primary">
          <SendIcon /> {words.send}
        </button>
      </div>
      <div class="writer-help">
        <PhraseChoice visit={visit} phrases={phrases} />
        <button class="button without-script" name="do" value="measure">
          {words.measure}
        </button>
        <p class="count" id={countId} role="status" {...foretells(`${base}/messages/count`)}>
          {line}
        </p>
      </div>
    </form>
  )
}
