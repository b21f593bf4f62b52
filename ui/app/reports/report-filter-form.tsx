import type { ReportName } from '#modules/reports/contract'
import { useTranslation } from 'react-i18next'
import type { ReportFilters } from './report-filters.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl, PeriodFilter } from '../kit/filter-fields.js'

interface Named {
  readonly id: string
  readonly name: string
}

interface Props {
  readonly name: ReportName
  readonly filters: ReportFilters
  /** As REST answered it: where no day was chosen, its own. */
  readonly period: { readonly first_day: string; readonly last_day: string; readonly interval: string }
  readonly resources: readonly Named[]
  readonly types: readonly Named[]
  /** Whether the report is one over time. */
  readonly intervals: boolean
}

export function ReportFilterForm({ name, filters, period, resources, types, intervals }: Props) {
  const { t } = useTranslation()
  const { from, to, resource, type, interval } = filters
  const state = [from, to, resource, type, interval].join('|')
  return (
    <FilterForm action={`/app/reports/${name}`} views="reports" state={`${name}|${state}`} clear={state === '||||' ? undefined : `/app/reports/${name}`}>
      <PeriodFilter from={from || period.first_day} to={to || period.last_day} />
      <Choice label={t('Resource')} name="resource" value={resource} options={resources} />
      {types.length > 0 ? <Choice label={t('Type')} name="type" value={type} options={types} /> : null}
      {intervals ? (
        <Filter label={t('Steps')}>
          <select className={filterControl} name="interval" defaultValue={interval || period.interval}>
            <option value="day">{t('Days')}</option>
            <option value="week">{t('Weeks')}</option>
            <option value="month">{t('Months')}</option>
          </select>
        </Filter>
      ) : (
        <input type="hidden" name="interval" value={interval} disabled={interval === ''} />
      )}
    </FilterForm>
  )
}

function Choice({ label, name, value, options }: { label: string; name: string; value: string; options: readonly Named[] }) {
  const { t } = useTranslation()
  return (
    <Filter label={label}>
      <select className={`${filterControl} sm:max-w-44`} name={name} defaultValue={value}>
        <option value="">{t('All')}</option>
        {value && !options.some(({ id }) => id === value) ? <option value={value}>{t('Archived resource')}</option> : null}
        {options.map(({ id, name: text }) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </Filter>
  )
}
