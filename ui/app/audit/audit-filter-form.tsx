import { useTranslation } from 'react-i18next'
import { actionTitle } from './audit-words.js'
import { auditedModules, type AuditFilters } from './audit-filters.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl, PeriodFilter } from '../kit/filter-fields.js'
import { moduleTitle } from '../settings/module-texts.js'

export function AuditFilterForm({ filters, people }: { filters: AuditFilters; people: readonly { id: string; name: string }[] }) {
  const { t } = useTranslation()
  const { actor, action, outcome, subjectId, from, to } = filters
  const state = [actor, action, outcome, subjectId, from, to].join('|')
  const whole = auditedModules.some((module) => `${module}.*` === action)
  return (
    <FilterForm action="/app/audit" views="audit" state={state} clear={state === '|||||' ? undefined : '/app/audit'}>
      <Filter label={t('Who')}>
        <select className={`${filterControl} sm:max-w-44`} name="actor" defaultValue={actor}>
          <option value="">{t('Anybody')}</option>
          {actor && !people.some(({ id }) => id === actor) ? <option value={actor}>{actor}</option> : null}
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Filter>
      <Filter label={t('About')}>
        <select className={filterControl} name="action" defaultValue={action}>
          <option value="">{t('Anything')}</option>
          {action && !whole ? <option value={action}>{t(actionTitle(action))}</option> : null}
          {auditedModules.map((module) => (
            <option key={module} value={`${module}.*`}>
              {t(moduleTitle(module))}
            </option>
          ))}
        </select>
      </Filter>
      <Filter label={t('Outcome')}>
        <select className={filterControl} name="outcome" defaultValue={outcome}>
          <option value="">{t('Any')}</option>
          <option value="done">{t('Done')}</option>
          <option value="refused">{t('Refused')}</option>
        </select>
      </Filter>
      <PeriodFilter from={from} to={to} />
      {subjectId ? <input type="hidden" name="subject_id" value={subjectId} /> : null}
    </FilterForm>
  )
}
