// Keywords: what a phone writes first to reach a user, or the catch-all address of a group.
//
//   GET and POST /keywords
import type { Form as SentForm } from '../form.ts'
import { get, post, type Page } from '../page.ts'
import type { PersonVisit } from '../visit.ts'
import { deskOf, wordsOf } from './desk.ts'
import { Doing, goDone, Field, Form, GroupSelect, sendAdminPage, Submit } from './frame.tsx'
import { Table } from '../shell/table.tsx'

export const keywordPages: readonly Page[] = [
  get('numbers', '/keywords', showKeywords),
  post('numbers', '/keywords', changeKeywords),
]

async function changeKeywords(visit: PersonVisit, form: SentForm): Promise<void> {
  const desk = deskOf(visit, 'numbers')
  const word = form.text('keyword').trim().toLowerCase()
  const account = form.text('address').trim()
  if (form.text('do') === 'remove') await desk.removeKeyword(word, form.text('group') || undefined)
  else await desk.addKeyword(word, account === '' ? { group: form.text('group') } : { account })
  goDone(visit, '/keywords')
}

async function showKeywords(visit: PersonVisit): Promise<void> {
  const word = wordsOf(visit)
  const desk = deskOf(visit, 'numbers')
  const [keywords, groups] = [await desk.listKeywords(), await desk.listGroups()]
  const isOfOne = new Set(keywords.map(({ organisation }) => organisation)).size < 2
  sendAdminPage(
    visit,
    'keywords',
    <>
      <section class="card">
        <Table
          label={word('keywords')}
          empty={word('none_yet')}
          head={[word('subject_keyword'), word('to_group'), word('change')]}
          rows={keywords.map(({ keyword, account, group, organisation }) => [
            <>
              <strong>{keyword}</strong>
              {!isOfOne && <span class="muted"> {organisation}</span>}
            </>,
            account ?? group,
            <Doing
              visit={visit}
              path="/keywords"
              fields={{ keyword, group: organisation }}
              wish="remove"
              label={word('remove')}
            />,
          ])}
        />
        <p class="muted">{word('keywords_hint')}</p>
      </section>
      <Form visit={visit} path="/keywords" title={word('add')}>
        <Field label={word('subject_keyword')} name="keyword" maxLength={30} required />
        <GroupSelect visit={visit} groups={groups} />
        <Field label={word('or_user')} name="address" />
        <Submit visit={visit} word="add" wish="add" />
      </Form>
    </>,
  )
}
