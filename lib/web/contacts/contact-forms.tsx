// The forms beneath the contacts: one is added or changed, and groups of them.
import type { ListedContact } from '../../gateway/administration/contacts.ts'
import { Select } from '../shell/select.tsx'
import { Token } from '../shell/shell.tsx'
import { FinalButton, Sure } from '../shell/sure.tsx'
import type { PersonVisit } from '../visit.ts'
import { contactWord } from './words.ts'

export function AddForm({
  visit,
  contact,
}: {
  visit: PersonVisit
  /** The one that is changed. */
  contact: ListedContact | undefined
}) {
  const word = contactWord(visit.language)
  // With what opened the form, so that it stands there still where something is wrong in it.
  const action = `${visit.site.base}/contacts${contact === undefined ? '' : `?${visit.query.toString()}`}`
  const fields =
    contact?.fields
      .map(([field, value]) => `${field}: ${value.replace(/\r\n?|\n/g, '\n  ')}`)
      .join('\n') ?? ''
  return (
    <section class="card" aria-labelledby="add-title">
      <h2 id="add-title">{contact === undefined ? word('add') : word('change')}</h2>
      <form method="post" action={action} class="stack">
        <Token visit={visit} />
        {contact !== undefined && (
          <>
            <input type="hidden" name="was" value={contact.name} />
            <input type="hidden" name="fields_shown" value={fields} />
          </>
        )}
        <label class="input">
          <span>{word('name')}</span>
          <input name="name" value={contact?.name} maxLength={64} required autocomplete="off" />
        </label>
        <label class="input">
          <span>{word('phone')}</span>
          <input
            name="phone"
            type="tel"
            value={contact?.phone ?? visit.query.get('phone')?.slice(0, 40)}
            required
            autocomplete="off"
          />
        </label>
        <label class="input">
          <span>{word('groups')}</span>
          <input name="groups" autocomplete="off" />
        </label>
        <p class="muted">{word('add_note')}</p>
        <label class="input">
          <span>{word('fields')}</span>
          <textarea name="fields" rows={2} aria-describedby="fields-note">
            {fields !== '' && `\n${fields}`}
          </textarea>
        </label>
        <p class="muted" id="fields-note">
          {word('fields_note')}
        </p>
        <p>
          <button class="button primary" name="do" value="add">
            {contact === undefined ? word('add') : word('change')}
          </button>
        </p>
      </form>
    </section>
  )
}

export function GroupForm({
  visit,
  groups,
}: {
  visit: PersonVisit
  groups: readonly { value: string; label: string }[]
}) {
  const word = contactWord(visit.language)
  const action = `${visit.site.base}/contacts`
  return (
    <section class="card" aria-labelledby="groups-title">
      <h2 id="groups-title">{word('groups')}</h2>
      <form method="post" action={action} class="stack">
        <Token visit={visit} />
        <label class="input">
          <span>{word('name')}</span>
          <input name="group" maxLength={64} required autocomplete="off" />
        </label>
        <p>
          <button class="button" name="do" value="add-group">
            {word('add_group')}
          </button>
        </p>
      </form>
      {groups.length > 0 && (
        <form method="post" action={action} class="stack">
          <Token visit={visit} />
          <Select label={word('group')} name="group" value="" choices={groups} />
          <Sure label={word('remove_group')} note={word('remove_group_note')}>
            <FinalButton wish="remove-group" label={word('for_good')} />
          </Sure>
        </form>
      )}
    </section>
  )
}
