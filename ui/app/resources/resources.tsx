import { useTranslation } from 'react-i18next'
import type { Resource, ResourceType } from '#modules/resources/contract'
import type { Route } from './+types/resources.js'
import { NoResources } from '../nothing-yet/no-resources.js'
import { isFiltered, readFilters } from './resource-filters.js'
import { ResourceRows } from './resource-rows.js'
import { placeOf } from '../bookings/wall-clock.server.js'
import { LinkButton } from '../kit/button.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl } from '../kit/filter-fields.js'
import { Icon } from '../kit/icon.js'
import { Pager } from '../kit/pager.js'
import { Screen } from '../kit/screen.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { read, readAll, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Resources')

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const filters = readFilters(url.searchParams)
  const query = { q: filters.q, type_id: filters.typeId, min_seats: filters.minSeats, owner_id: filters.ownerId, archived: filters.archived ? 'true' : undefined, cursor: filters.cursor, limit: '50' }
  const [page, types] = await Promise.all([read<Page<Resource>>(session, '/v1/resources', query), readAll<ResourceType>(session, '/v1/resource-types')])
  const home = viewer.organization.timezone
  return {
    filters,
    types: types.map(({ id, name }) => ({ id, name })),
    rows: page.items.map(({ id, name, type, location, timezone, seats, units, owner_ids, archived_at }) => ({
      id,
      name,
      type,
      location,
      place: timezone === home ? null : placeOf(timezone),
      seats,
      units,
      owned: owner_ids.includes(viewer.user.id),
      archived: archived_at !== null,
    })),
    nextCursor: page.next_cursor,
    mayManage: viewer.permissions.includes('resources:manage'),
  }
}

export default function Resources({ loaderData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const { filters, types, rows, nextCursor, mayManage } = loaderData
  const filtered = isFiltered(filters)
  return (
    <Screen
      title={t('Resources')}
      lead={t('What can be booked')}
      action={
        mayManage ? (
          <LinkButton tone="primary" to="/app/resources/new">
            <Icon name="plus" /> {t('New resource')}
          </LinkButton>
        ) : null
      }
    >
      <FilterForm action="/app/resources" views="resources" state={[filters.q, filters.typeId, filters.minSeats, filters.archived].join('|')} {...(filtered || filters.archived ? { clear: '/app/resources' } : {})}>
        <Filter label={t('Search')} className="max-sm:col-span-2">
          <input className={filterControl} type="search" name="q" maxLength={100} defaultValue={filters.q} placeholder={t('Name or place')} />
        </Filter>
        <Filter label={t('Kind')}>
          <select className={`${filterControl} sm:max-w-48`} name="type_id" defaultValue={filters.typeId}>
            <option value="">{t('All')}</option>
            {types.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Filter>
        <Filter label={t('Seats, at least')}>
          <input className={`${filterControl} sm:w-28`} type="number" inputMode="numeric" name="min_seats" min={1} max={100_000} defaultValue={filters.minSeats} />
        </Filter>
        <label className="flex min-h-9 items-center gap-2 text-sm text-ink">
          <input type="checkbox" name="archived" value="true" defaultChecked={filters.archived} className="size-4 accent-accent-solid" />
          {t('Archived')}
        </label>
      </FilterForm>
      {rows.length > 0 ? <ResourceRows rows={rows} /> : <NoResources filtered={filtered || filters.cursor !== ''} archived={filters.archived} mayManage={mayManage} />}
      <Pager nextCursor={nextCursor} next={phrase('More resources')} />
    </Screen>
  )
}
