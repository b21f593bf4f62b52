import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, Link, useSubmit } from 'react-router'
import { Icon } from './icon.js'

export const filterControl = 'min-h-9 min-w-0 rounded-lg border border-field-line bg-surface px-2.5 text-sm text-ink hover:border-ink-soft'

interface FilterFormProps {
  readonly action: string
  /** Changes whenever the address does, so that the fields show what it says. */
  readonly state: string
  /** Where no filter applies; absent when none does. */
  readonly clear?: string
  readonly children: ReactNode
}

/**
 * A GET form: the filters are the address. With scripts each choice applies at once, a text on Enter; without, the button does.
 * A phone shows what is filtered, not the filters: they fold, unless one applies or there are no scripts to unfold them.
 */
export function FilterForm({ action, state, clear, children }: FilterFormProps) {
  const { t } = useTranslation()
  const submit = useSubmit()
  const [open, setOpen] = useState(clear !== undefined)
  const id = useId()
  return (
    <>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)} className="scripted inline-flex min-h-9 items-center gap-2 justify-self-start rounded-lg border border-line-strong bg-surface px-3 text-sm font-medium text-ink-soft shadow-soft aria-expanded:bg-sunken sm:hidden">
        <Icon name="settings" size={16} /> {t('Filters')}
      </button>
      <Form
        id={id}
        data-open={open || undefined}
        key={state}
        method="get"
        action={action}
        aria-label={t('Filters')}
        className="foldable grid grid-cols-2 items-end gap-2.5 sm:flex sm:flex-wrap"
        onChange={({ currentTarget, target }) => {
          if (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'date') return
          const unfinished = [...currentTarget.querySelectorAll<HTMLInputElement>('input[type=date]')].some(({ validity }) => !validity.valid)
          if (!unfinished) void submit(currentTarget, { preventScrollReset: true })
        }}
      >
        {children}
        <noscript>
          <button type="submit" className={`${filterControl} font-medium`}>
            {t('Apply')}
          </button>
        </noscript>
        {clear ? (
          <Link to={clear} className="inline-flex min-h-9 items-center rounded-md px-2 text-sm text-ink-soft no-underline hover:bg-sunken hover:text-ink">
            {t('Clear')}
          </Link>
        ) : null}
      </Form>
    </>
  )
}

export function Filter({ label, children, className = '' }: { label: string; children: ReactNode; className?: string }) {
  return (
    <label className={`grid min-w-0 gap-1 text-[0.8125rem] text-ink-soft ${className}`}>
      {label}
      {children}
    </label>
  )
}

/** One of several, or any. @param choices value and text */
export function ChoiceFilter({ label, name, value, any, choices }: { label: string; name: string; value: string; any: string; choices: readonly (readonly [string, string])[] }) {
  return (
    <Filter label={label}>
      <select className={filterControl} name={name} defaultValue={value}>
        <option value="">{any}</option>
        {choices.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </Filter>
  )
}

/** The first and last day of a list or report, as fields of its filter form. @param from, to `YYYY-MM-DD` or empty */
export function PeriodFilter({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation()
  return (
    <>
      <Filter label={t('From')}>
        <input className={filterControl} type="date" name="from" min="2000-01-01" max="2100-12-31" defaultValue={from} />
      </Filter>
      <Filter label={t('To')}>
        <input className={filterControl} type="date" name="to" min="2000-01-01" max="2100-12-31" defaultValue={to} />
      </Filter>
    </>
  )
}
