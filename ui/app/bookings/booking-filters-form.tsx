import { useTranslation } from 'react-i18next'
import { Form, Link, useSubmit } from 'react-router'
import type { BookingFilters } from './booking-filters.js'
import { bookingStatuses } from './rest-types.js'
import { statusText } from './status-badge.js'

const control = 'min-h-9 min-w-0 rounded-lg border border-field-line bg-surface px-2.5 text-sm text-ink hover:border-ink-soft'

/** A GET form: the filters are the address. With scripts each change applies at once; without, the button does. */
export function BookingFiltersForm({ filters, resources }: { filters: BookingFilters; resources: readonly { id: string; name: string }[] }) {
  const { t } = useTranslation()
  const submit = useSubmit()
  const key = [filters.from, filters.to, filters.resourceId, filters.status, filters.mine].join('|')
  const any = key !== '||||false'
  return (
    <Form
      key={key}
      method="get"
      action="/app/bookings"
      aria-label={t('Filters')}
      className="grid grid-cols-2 items-end gap-2.5 sm:flex sm:flex-wrap"
      onChange={({ currentTarget }) => {
        // A date field reports every keystroke; a year still being typed is no filter yet.
        const unfinished = [...currentTarget.querySelectorAll<HTMLInputElement>('input[type=date]')].some(({ validity }) => !validity.valid)
        if (!unfinished) void submit(currentTarget, { preventScrollReset: true })
      }}
    >
      <label className="grid gap-1 text-[0.8125rem] text-ink-soft">
        {t('From')}
        <input className={control} type="date" name="from" min="2000-01-01" max="2100-12-31" defaultValue={filters.from} />
      </label>
      <label className="grid gap-1 text-[0.8125rem] text-ink-soft">
        {t('To')}
        <input className={control} type="date" name="to" min="2000-01-01" max="2100-12-31" defaultValue={filters.to} />
      </label>
      <label className="grid min-w-0 gap-1 text-[0.8125rem] text-ink-soft">
        {t('Resource')}
        <select className={`${control} sm:max-w-48`} name="resource_id" defaultValue={filters.resourceId}>
          <option value="">{t('All')}</option>
          {resources.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="grid gap-1 text-[0.8125rem] text-ink-soft">
        {t('Status')}
        <select className={control} name="status" defaultValue={filters.status}>
          <option value="">{t('Any')}</option>
          {bookingStatuses.map((status) => (
            <option key={status} value={status}>
              {t(statusText(status))}
            </option>
          ))}
        </select>
      </label>
      <label className="flex min-h-9 items-center gap-2 text-sm text-ink">
        <input type="checkbox" name="mine" value="true" defaultChecked={filters.mine} className="size-4 accent-accent-solid" />
        {t('Only mine')}
      </label>
      <noscript>
        <button type="submit" className={`${control} font-medium`}>
          {t('Apply')}
        </button>
      </noscript>
      {any ? (
        <Link to="/app/bookings" className="inline-flex min-h-9 items-center rounded-md px-2 text-sm text-ink-soft no-underline hover:bg-sunken hover:text-ink">
          {t('Clear')}
        </Link>
      ) : null}
    </Form>
  )
}
