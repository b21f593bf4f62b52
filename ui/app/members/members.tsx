import { useTranslation } from 'react-i18next'
import type { Member } from '#modules/members/contract'
import type { Route } from './+types/members.js'
import { memberRoles, readMemberFilters, roleNames } from './member-filters.js'
import { MemberRows } from './member-rows.js'
import { MembersScreen } from './members-screen.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl } from '../kit/filter-fields.js'
import { Pager } from '../kit/pager.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { momentText } from '../reading/instant-text.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Members')

export async function loader({ url, context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  const filters = readMemberFilters(url.searchParams)
  const { q, role, status, cursor } = filters
  const page = await read<Page<Member>>(context.get(consoleContext).session, '/v1/members', { q, role, status, cursor, limit: '50' })
  const rows = page.items.map(({ joined_at, ...member }) => ({ ...member, joined: momentText(joined_at, viewer.user.timezone), you: member.id === viewer.user.id }))
  return { filters, rows, nextCursor: page.next_cursor, mayManage: viewer.permissions.includes('members:manage') }
}

export default function Members({ loaderData: { filters, rows, nextCursor, mayManage } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const { q, role, status, cursor } = filters
  const filtered = Boolean(q || role || status)
  return (
    <MembersScreen view="members" mayManage={mayManage}>
      <FilterForm action="/app/members" views="members" state={[q, role, status].join('|')} clear={filtered ? '/app/members' : undefined}>
        <Filter label={t('Name or e-mail')} className="max-sm:col-span-2">
          <input className={filterControl} type="search" name="q" maxLength={100} defaultValue={q} />
        </Filter>
        <Filter label={t('Role')}>
          <select className={filterControl} name="role" defaultValue={role}>
            <option value="">{t('Any')}</option>
            {memberRoles.map((one) => (
              <option key={one} value={one}>
                {t(roleNames[one])}
              </option>
            ))}
          </select>
        </Filter>
        <Filter label={t('State')}>
          <select className={filterControl} name="status" defaultValue={status}>
            <option value="">{t('Any')}</option>
            <option value="active">{t('Active')}</option>
            <option value="deactivated">{t('Deactivated')}</option>
          </select>
        </Filter>
      </FilterForm>
      {rows.length > 0 ? (
        <MemberRows rows={rows} />
      ) : (
        <EmptyState icon="people" title={t('Nobody matches')} action={<LinkButton to="/app/members">{t('Clear filters')}</LinkButton>}>
          <p>{cursor ? t('There is nobody beyond this page.') : t('No member fits these filters.')}</p>
        </EmptyState>
      )}
      <Pager nextCursor={nextCursor} next={phrase('More members')} />
    </MembersScreen>
  )
}
