import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export interface Person {
  readonly id: string
  readonly name: string
}

/** Enough to need a search. */
const many = 8

/** Who else comes, as a list of ticks: it works without scripts; with them it can be narrowed down. What is ticked stays in the list whatever is looked for. */
export function AttendeeFields({ people, chosen, error }: { people: readonly Person[]; chosen: readonly string[]; error: string | undefined }) {
  const { t } = useTranslation()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set(chosen))
  const [wanted, setWanted] = useState('')
  const fits = ({ id, name }: Person): boolean => ticked.has(id) || name.toLowerCase().includes(wanted.trim().toLowerCase())
  if (people.length === 0) return null
  return (
    <fieldset className="grid gap-1.5" aria-describedby={error ? 'attendees-error' : undefined}>
      <legend className="pb-1.5 text-sm font-medium">{ticked.size > 0 ? t('{{count}} others come', { count: ticked.size }) : t('Who else comes')}</legend>
      {people.length > many ? (
        <input
          type="search"
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
          aria-label={t('Narrow by name')}
          placeholder={t('Narrow by name')}
          className="scripted min-h-9 rounded-lg border border-field-line bg-surface px-2.5 text-sm"
        />
      ) : null}
      <ul className="grid max-h-44 gap-0.5 overflow-y-auto rounded-lg border border-line bg-surface p-1.5">
        {people.map((person) => (
          <li key={person.id} hidden={!fits(person)}>
            <label className="flex min-h-8 items-center gap-2 rounded px-1.5 text-sm hover:bg-sunken">
              <input
                type="checkbox"
                name="attendee"
                value={person.id}
                checked={ticked.has(person.id)}
                onChange={({ target }) => setTicked((known) => new Set(target.checked ? [...known, person.id] : [...known].filter((id) => id !== person.id)))}
                className="size-4 accent-accent-solid"
              />
              <span className="truncate">{person.name}</span>
            </label>
          </li>
        ))}
      </ul>
      {error ? <p id="attendees-error" className="text-sm text-bad-text">{error}</p> : null}
    </fieldset>
  )
}
