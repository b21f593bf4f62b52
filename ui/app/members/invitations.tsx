import type { Invitation } from '#modules/members/contract'
import { useTranslation } from 'react-i18next'
import { data, redirect, useSearchParams } from 'react-router'
import type { Route } from './+types/invitations.js'
import { InvitationRows } from './invitation-rows.js'
import { MembersScreen } from './members-screen.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl } from '../kit/filter-fields.js'
import { Notice } from '../kit/notice.js'
import { Pager } from '../kit/pager.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { momentText } from '../reading/instant-text.server.js'
import { readPeople } from '../reading/people.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Invitations')

const states = { pending: phrase('Not answered'), accepted: phrase('Accepted'), expired: phrase('Expired'), revoked: phrase('Taken back') } as const
const doneTexts: Record<string, string> = { invited: phrase('The invitation is on its way by e-mail.'), resent: phrase('Sent again with a new link; the old one no longer works.'), revoked: phrase('Taken back. Its link no longer works.') }

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const status = Object.keys(states).find((one) => one === url.searchParams.get('status')) ?? ''
  const [page, people] = await Promise.all([
    read<Page<Invitation>>(session, '/v1/invitations', { status, cursor: url.searchParams.get('cursor') ?? '', limit: '50' }),
    readPeople(session, viewer),
  ])
  const rows = page.items.map(({ created_at, expires_at, invited_by, ...invitation }) => ({
    ...invitation,
    by: people.name(invited_by),
    sent: momentText(created_at, zone),
    expires: momentText(expires_at, zone),
  }))
  return { status, rows, nextCursor: page.next_cursor }
}

export async function action({ request, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const form = await request.formData()
  const path = `/v1/invitations/${encodeURIComponent(textOf(form, 'id'))}`
  const revoke = textOf(form, 'intent') === 'revoke'
  const answer = revoke ? await session.send('DELETE', path) : await session.send('POST', `${path}/resending`)
  if (!answer.ok) return data({ problem: formProblem(answer.problem) }, { status: answer.status })
  return redirect(`/app/members/invitations?done=${revoke ? 'revoked' : 'resent'}`)
}

export default function Invitations({ loaderData: { status, rows, nextCursor }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const problem = actionData?.problem
  const done = problem ? undefined : doneTexts[search.get('done') ?? '']
  return (
    <MembersScreen view="invitations" mayManage>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      {done ? <Notice tone="good" takeFocus title={t(done)} /> : null}
      <FilterForm action="/app/members/invitations" views="invitations" state={status} clear={status ? '/app/members/invitations' : undefined}>
        <Filter label={t('State')}>
          <select className={filterControl} name="status" defaultValue={status}>
            <option value="">{t('Any')}</option>
            {Object.entries(states).map(([value, text]) => (
              <option key={value} value={value}>
                {t(text)}
              </option>
            ))}
          </select>
        </Filter>
      </FilterForm>
      {rows.length > 0 ? (
        <InvitationRows rows={rows} />
      ) : (
        <EmptyState icon="mail" title={status ? t('Nothing matches') : t('Nobody is invited')} action={<LinkButton to="/app/members/invite">{t('Invite somebody')}</LinkButton>}>
          <p>{status ? t('No invitation is in that state.') : t('Invitations you send are listed here until they are answered, and after.')}</p>
        </EmptyState>
      )}
      <Pager nextCursor={nextCursor} next={phrase('Older invitations')} />
    </MembersScreen>
  )
}
