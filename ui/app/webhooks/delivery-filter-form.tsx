import { useTranslation } from 'react-i18next'
import { filterState, noFilters, type DeliveryFilters } from './delivery-filters.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl, PeriodFilter } from '../kit/filter-fields.js'

interface Props {
  readonly filters: DeliveryFilters
  readonly endpoints: readonly { readonly id: string; readonly name: string }[]
  readonly types: readonly string[]
}

export function DeliveryFilterForm({ filters, endpoints, types }: Props) {
  const { t } = useTranslation()
  const { endpoint, type, status, message, from, to } = filters
  const state = filterState(filters)
  return (
    <FilterForm action="/app/webhooks/deliveries" views="deliveries" state={state} clear={state === noFilters ? undefined : '/app/webhooks/deliveries'}>
      <Filter label={t('Endpoint')}>
        <select className={`${filterControl} sm:max-w-52`} name="endpoint" defaultValue={endpoint}>
          <option value="">{t('Any')}</option>
          {endpoint && !endpoints.some(({ id }) => id === endpoint) ? <option value={endpoint}>{t('Removed endpoint')}</option> : null}
          {endpoints.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Filter>
      <Filter label={t('Outcome')}>
        <select className={filterControl} name="status" defaultValue={status}>
          <option value="">{t('Any')}</option>
          <option value="succeeded">{t('Taken')}</option>
          <option value="failed">{t('Failed')}</option>
        </select>
      </Filter>
      <Filter label={t('Event type')}>
        <select className={`${filterControl} sm:max-w-56`} name="type" defaultValue={type}>
          <option value="">{t('Any')}</option>
          {type && !types.includes(type) ? <option>{type}</option> : null}
          {types.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </Filter>
      <PeriodFilter from={from} to={to} />
      {message ? <input type="hidden" name="message" value={message} /> : null}
    </FilterForm>
  )
}
