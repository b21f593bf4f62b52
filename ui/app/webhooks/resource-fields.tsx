import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RowError } from '../resources/form-section.js'

interface Props {
  readonly chosen: readonly string[]
  readonly resources: readonly { readonly id: string; readonly name: string }[]
  readonly error: string | undefined
}

/** More than this many are narrowed by name. */
const few = 8

/** Which resources an endpoint is told of; none ticked means all, and events about no resource too. */
export function ResourceFields({ chosen, resources, error }: Props) {
  const { t } = useTranslation()
  const [scripted, setScripted] = useState(false)
  const [part, setPart] = useState('')
  useEffect(() => setScripted(true), [])
  const wanted = part.trim().toLocaleLowerCase()
  const absent = chosen.filter((id) => !resources.some((resource) => resource.id === id))
  return (
    <div className="grid gap-2">
      {scripted && resources.length > few ? (
        <input
          type="search"
          value={part}
          onChange={({ target }) => setPart(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault()
          }}
          placeholder={t('Narrow by name')}
          aria-label={t('Narrow by name')}
          className="min-h-9 w-full rounded-lg border border-field-line bg-surface px-3 text-sm text-ink placeholder:text-ink-faint hover:border-ink-soft sm:max-w-72"
        />
      ) : null}
      <div className="grid max-h-60 gap-x-4 overflow-y-auto rounded-xl border border-line p-2 sm:grid-cols-2" role="group" aria-label={t('Resources')} tabIndex={resources.length > few ? 0 : undefined}>
        {resources.map(({ id, name }) => (
          <label key={id} hidden={wanted !== '' && !name.toLocaleLowerCase().includes(wanted)} className="flex min-h-10 min-w-0 items-center gap-2.5 rounded-lg px-2 hover:bg-sunken [&[hidden]]:hidden">
            <input type="checkbox" name="resource_ids" value={id} defaultChecked={chosen.includes(id)} className="size-4 shrink-0 accent-accent-solid" />
            <span className="truncate text-sm">{name}</span>
          </label>
        ))}
        {absent.map((id) => (
          <label key={id} className="flex min-h-10 min-w-0 items-center gap-2.5 rounded-lg px-2 hover:bg-sunken">
            <input type="checkbox" name="resource_ids" value={id} defaultChecked className="size-4 shrink-0 accent-accent-solid" />
            <span className="truncate text-sm text-ink-soft">{t('Archived resource')}</span>
          </label>
        ))}
      </div>
      <RowError id="resources-error">{error}</RowError>
    </div>
  )
}
