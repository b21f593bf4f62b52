import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormSection, RowError } from './form-section.js'
import { IntervalFields } from './interval-fields.js'
import type { ResourceDraft } from './resource-draft.js'
import { weekdays } from './weekdays.js'

/** Opening hours. Choosing the week shows it at once, by CSS alone: without scripts it works the same. */
export function HoursFields({ draft, fields }: { draft: ResourceDraft; fields: Readonly<Record<string, string>> }) {
  const { t } = useTranslation()
  return (
    <FormSection title={t('Opening hours')} hint={t('On the clock of the resource. Nothing can be booked outside them.')}>
      <div className="group grid gap-4">
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <label className="inline-flex min-h-9 items-center gap-2">
            <input type="radio" name="open" value="always" defaultChecked={draft.alwaysOpen} className="size-4 accent-accent-solid" />
            {t('Always open')}
          </label>
          <label className="inline-flex min-h-9 items-center gap-2">
            <input type="radio" name="open" value="hours" defaultChecked={!draft.alwaysOpen} className="size-4 accent-accent-solid" />
            {t('At these hours')}
          </label>
        </div>
        <div className="grid gap-3 group-has-[input[value=always]:checked]:hidden">
          {weekdays.map(([day, name]) => {
            const error = fields[`hours.${day}`]
            return (
              <div key={day} className="grid items-baseline gap-x-3 gap-y-1 sm:grid-cols-[6.500rem_minmax(0,1fr)]">
                <span className="text-sm font-medium">{t(name)}</span>
                <div className="grid gap-1">
                  <IntervalFields at={`hours.${day}`} label={t(name)} intervals={draft.hours[day]} least={2} describedBy={error ? `hours-${day}-error` : undefined} />
                  <RowError id={`hours-${day}-error`}>{error}</RowError>
                </div>
              </div>
            )
          })}
          <p className="text-[0.8125rem] text-ink-faint">{t('A day without times is closed. Closing at 00:00 means midnight, the end of the day.')}</p>
        </div>
      </div>
      <ExceptionFields draft={draft} fields={fields} />
    </FormSection>
  )
}

/** Days on which other hours hold. One empty line is there from the start; scripts add more. */
function ExceptionFields({ draft, fields }: { draft: ResourceDraft; fields: Readonly<Record<string, string>> }) {
  const { t } = useTranslation()
  const [extra, setExtra] = useState(1)
  const lines = [...draft.exceptions, ...Array.from({ length: extra }, () => ({ date: '', reason: '', intervals: [] }))]
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="pb-2 text-sm font-medium">{t('Days with other hours')}</legend>
      {lines.map(({ date, reason, intervals }, index) => {
        const at = `exceptions.${index}`
        const label = t('Exception {{number}}', { number: index + 1 })
        const error = fields[at]
        return (
          <div key={index} className="grid gap-2 rounded-xl border border-line p-3">
            <div className="grid gap-2 sm:grid-cols-[auto_minmax(0,1fr)]">
              <input className={exceptionCell} type="date" name={`${at}.date`} defaultValue={date} aria-label={t('{{label}}, day', { label })} aria-describedby={error ? `${at}-error` : undefined} />
              <input className={exceptionCell} name={`${at}.reason`} defaultValue={reason} maxLength={200} placeholder={t('Why, for example a holiday')} aria-label={t('{{label}}, reason', { label })} />
            </div>
            <IntervalFields at={at} label={label} intervals={intervals} least={1} />
            <RowError id={`${at}-error`}>{error}</RowError>
          </div>
        )
      })}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <button type="button" onClick={() => setExtra(extra + 1)} className="inline-flex min-h-9 items-center rounded-lg px-2.5 text-sm font-medium text-accent-text hover:bg-accent-wash">
          {t('Add a day')}
        </button>
        <p className="text-[0.8125rem] text-ink-faint">{t('A day without times is closed all day. Empty its date to drop a line.')}</p>
      </div>
    </fieldset>
  )
}

const exceptionCell = 'min-h-9 min-w-0 rounded-lg border border-field-line bg-surface px-2.5 text-sm text-ink hover:border-ink-soft placeholder:text-ink-faint'
