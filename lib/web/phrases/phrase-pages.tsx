// Stock phrases: one's own, and those of the group and the groups above it.
//
//   GET /phrases    POST /phrases   { do: save | remove, name, text, group }
//   GET /phrases/ID?with=TO answers { text }, with what is known of the contact
import { fillKnown } from '../../gateway/contacts/placeholders.ts'
import type { ListedPhrase } from '../../gateway/people/phrases.ts'
import { Select } from '../shell/select.tsx'
import type { Form } from '../form.ts'
import { HttpRefusal } from '../http-refusal.ts'
import { get, post, type Page } from '../page.ts'
import { Notice, sendPage, Token } from '../shell/shell.tsx'
import { goTo, pathPart, type PersonVisit } from '../visit.ts'
import { phraseWords, type PhraseWord } from './words.ts'

export const phrasePages: readonly Page[] = [
  get('user', '/phrases', (visit) => showPhrases(visit)),
  post('user', '/phrases', changePhrases),
  get('user', '/phrases/:id', sendPhrase),
]

interface Failed {
  readonly word: PhraseWord
  readonly name: string
  readonly text: string
  readonly group: string
}

async function changePhrases(visit: PersonVisit, form: Form): Promise<void> {
  const { gateway, person, response } = visit
  const [name, text, group] = [form.text('name'), form.text('text'), form.text('group')]
  const wish = { name, group: pathOf(group) }
  const outcome =
    form.text('do') === 'remove'
      ? await gateway.phrases.remove(person, wish)
      : await gateway.phrases.save(person, { ...wish, text })
  if (outcome === 'done') {
    goTo(visit, '/phrases')
    return
  }
  response.status(outcome === 'not_yours' ? 403 : 422)
  await showPhrases(visit, { word: outcome, name, text, group })
}

/** Forms say `=Office/Sales`, `=` for Master, and nothing for one's own. */
function pathOf(group: string): string | undefined {
  return group === '' ? undefined : group.replace(/^=/, '')
}

async function sendPhrase(visit: PersonVisit): Promise<void> {
  const { gateway, person, query, response } = visit
  const phrase = await gateway.phrases.find(person, Number(pathPart(visit, 'id')))
  if (phrase === undefined) throw new HttpRefusal(404, 'not_found')
  const to = query.get('with')?.slice(0, 80) ?? ''
  // Without one it is for several, and what stands in braces is filled when it goes out.
  const contact = to === '' ? undefined : await gateway.conversations.addressee(person, to)
  response.json({ text: contact === undefined ? phrase.text : fillKnown(phrase.text, contact) })
}

async function showPhrases(visit: PersonVisit, failed?: Failed): Promise<void> {
  const { gateway, person, site } = visit
  const words = phraseWords[visit.language]
  const phrases = await gateway.phrases.list(person)
  const groups = await gateway.phrases.groups(person)
  const asked = visit.query.get('change')
  const changed = phrases.find(({ id, mayChange }) => mayChange && String(id) === asked)
  const shown = failed ?? {
    name: changed?.name ?? '',
    text: changed?.text ?? '',
    group: changed?.group === undefined ? '' : `=${changed.group}`,
  }
  sendPage(
    visit,
    { title: words.title, styles: ['account.css'] },
    <>
      <header class="content-head">
        <h1>{words.title}</h1>
      </header>
      {failed !== undefined && <Notice kind="bad">{words[failed.word]}</Notice>}
      <div class="cards">
        <section class="card" aria-labelledby="list-title">
          <h2 id="list-title">{words.list}</h2>
          {phrases.length === 0 && <p class="muted">{words.none}</p>}
          <ul class="rows">
            {phrases.map((phrase) => (
              <li key={phrase.id}>
                <Line visit={visit} phrase={phrase} />
              </li>
            ))}
          </ul>
        </section>
        <section class="card" aria-labelledby="write-title">
          <h2 id="write-title">{words.write}</h2>
          <form method="post" action={`${site.base}/phrases`} class="stack">
            <Token visit={visit} />
            <label class="input">
              <span>{words.name}</span>
              <input name="name" value={shown.name} maxLength={40} required autocomplete="off" />
            </label>
            <label class="input">
              <span>{words.text}</span>
              <textarea name="text" rows={4} maxLength={1_000} required aria-describedby="places">
                {shown.text !== '' && `\n${shown.text}`}
              </textarea>
            </label>
            <p class="muted" id="places">
              {words.places}
            </p>
            {groups.length > 0 && (
              <Select
                label={words.whose}
                name="group"
                value={shown.group}
                none={words.mine}
                choices={groups.map((path) => ({ value: `=${path}`, label: path || 'Master' }))}
              />
            )}
            <p>
              <button class="button primary" name="do" value="save">
                {words.save}
              </button>
            </p>
          </form>
        </section>
      </div>
    </>,
  )
}

function Line({ visit, phrase }: { visit: PersonVisit; phrase: ListedPhrase }) {
  const words = phraseWords[visit.language]
  const { id, name, text, group, mayChange } = phrase
  const { base } = visit.site
  return (
    <>
      <p>
        <strong>{name}</strong>
        {group !== undefined && <span class="tag">{group || 'Master'}</span>}
        <br />
        <span class="muted phrase-text">{text}</span>
      </p>
      {mayChange && (
        <form method="post" action={`${base}/phrases`} class="buttons">
          <Token visit={visit} />
          <input type="hidden" name="name" value={name} />
          <input type="hidden" name="group" value={group === undefined ? '' : `=${group}`} />
          <a class="button" href={`${base}/phrases?change=${id}#write-title`}>
            {words.change}
          </a>
          <button class="button" name="do" value="remove" aria-label={`${words.remove} ${name}`}>
            {words.remove}
          </button>
        </form>
      )}
    </>
  )
}
