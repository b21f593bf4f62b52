import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { CalendarData } from './calendar-data.server.js'
import { calendarViews, turned, type CalendarRange, type CalendarView } from './calendar-range.js'
import { LinkButton } from '../kit/button.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl } from '../kit/filter-fields.js'
import { Icon } from '../kit/icon.js'
import { queryWith } from '../kit/pager.js'
import { ViewLinks } from '../kit/view-links.js'
import { phrase } from '../language/phrases.js'
import { FirstView } from '../saved-views/saved-views.js'

const names: Readonly<Record<CalendarView, string>> = { day: phrase('Day'), week: phrase('Week'), weeks: phrase('4 weeks'), month: phrase('Month') }
const before: Readonly<Record<CalendarView, string>> = { day: phrase('The day before'), week: phrase('The week before'), weeks: phrase('The four weeks before'), month: phrase('The month before') }
const after: Readonly<Record<CalendarView, string>> = { day: phrase('The day after'), week: phrase('The week after'), weeks: phrase('The four weeks after'), month: phrase('The month after') }

/** Which days, how many of them, of which resources. Everything is an address. */
export function CalendarTools({ range, calendar }: { range: CalendarRange; calendar: CalendarData }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const to = (name: string, value: string): string => queryWith(search, name, value)
  const { view } = range
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3 print:hidden">
      <nav aria-label={t('Days')} className="flex gap-1.5">
        <LinkButton to={to('date', turned(range, -1))} preventScrollReset aria-label={t(before[view])} className="px-2.5">
          <span className="rotate-90"><Icon name="chevron" /></span>
        </LinkButton>
        <LinkButton to={to('date', '')} preventScrollReset>{t('Today')}</LinkButton>
        <LinkButton to={to('date', turned(range, 1))} preventScrollReset aria-label={t(after[view])} className="px-2.5">
          <span className="-rotate-90"><Icon name="chevron" /></span>
        </LinkButton>
      </nav>
      <ViewLinks label={t('Length')} views={calendarViews.map((one) => ({ to: to('view', one === 'day' ? '' : one), label: t(names[one]), current: view === one }))} />
      <ViewLinks label={t('Form')} views={[{ to: to('as', ''), label: t('Timeline'), current: !range.asList }, { to: to('as', 'list'), label: t('List'), current: range.asList }]} />
      <FilterForm action="/app/calendar" state={[range.first, view, range.asList, range.typeId, range.resourceId, range.q].join('|')} {...(range.typeId || range.resourceId || range.q ? { clear: `/app/calendar${cleared(search)}` } : {})}>
        {['date', 'view', 'as'].map((name) => (search.get(name) ? <input key={name} type="hidden" name={name} value={search.get(name) ?? ''} /> : null))}
        <Filter label={t('Find')}>
          <input className={filterControl} type="search" name="q" maxLength={100} defaultValue={range.q} placeholder={t('Name')} />
        </Filter>
        <Filter label={t('Kind')}>
          <select className={filterControl} name="type_id" defaultValue={range.typeId}>
            <option value="">{t('All')}</option>
            {calendar.types.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </Filter>
        <Filter label={t('Resource')}>
          <select className={`${filterControl} sm:max-w-48`} name="resource" defaultValue={range.resourceId}>
            <option value="">{t('All')}</option>
            {calendar.choices.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </Filter>
      </FilterForm>
      <FirstView screen="calendar" />
    </div>
  )
}

function cleared(search: URLSearchParams): string {
  const kept = new URLSearchParams(['date', 'view', 'as'].flatMap((name): [string, string][] => (search.get(name) ? [[name, search.get(name) ?? '']] : [])))
  return kept.size > 0 ? `?${kept}` : ''
}
