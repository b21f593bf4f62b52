import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export const filterControl = 'min-h-9 min-w-0 rounded-lg border border-field-line bg-surface px-2.5 text-sm text-ink hover:border-ink-soft'

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
