import { useTranslation } from 'react-i18next'
import type { BookingFilters } from './booking-filters.js'
import { bookingStatuses } from './rest-types.js'
import { statusText } from './status-badge.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl, PeriodFilter } from '../kit/filter-fields.js'

export function BookingFiltersForm({ filters, resources }: { filters: BookingFilters; resources: readonly { id: string; name: string }[] }) {
  const { t } = useTranslation()
  const state = [filters.from, filters.to, filters.resourceId, filters.status, filters.mine].join('|')
  return (
    <FilterForm action="/app/bookings" views="bookings" state={state} clear={state === '||||false' ? undefined : '/app/bookings'}>
      <PeriodFilter from={filters.from} to={filters.to} />
      <Filter label={t('Resource')}>
        <select className={`${filterControl} sm:max-w-48`} name="resource_id" defaultValue={filters.resourceId}>
          <option value="">{t('All')}</option>
          {resources.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Filter>
      <Filter label={t('Status')}>
        <select className={filterControl} name="status" defaultValue={filters.status}>
          <option value="">{t('Any')}</option>
          {bookingStatuses.map((status) => (
            <option key={status} value={status}>
              {t(statusText(status))}
            </option>
          ))}
        </select>
      </Filter>
      <label className="flex min-h-9 items-center gap-2 text-sm text-ink">
        <input type="checkbox" name="mine" value="true" defaultChecked={filters.mine} className="size-4 accent-accent-solid" />
        {t('Only mine')}
      </label>
    </FilterForm>
  )
}
