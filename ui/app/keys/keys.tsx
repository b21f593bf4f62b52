import type { ApiKey } from '#modules/auth/contract'
import { useTranslation } from 'react-i18next'
import { data, redirect, useSearchParams } from 'react-router'
import type { Route } from './+types/keys.js'
import { KeyRows } from './key-rows.js'
import { countScopes } from './key-scopes.js'
import { keyLooks, keyStates } from './key-states.js'
import { LinkButton } from '../kit/button.js'
import { FilterForm } from '../filters/filter-form.js'
import { ChoiceFilter } from '../kit/filter-fields.js'
import { Icon } from '../kit/icon.js'
import { Notice } from '../kit/notice.js'
import { PagedList } from '../kit/paged-list.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { momentText } from '../reading/instant-text.server.js'
import { readPeople } from '../reading/people.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { OwnScreen } from '../sessions/own-screen.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'API keys')

export async function loader({ url, context }: Route.LoaderArgs) {
  const t = words()
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const maySeeAll = viewer.permissions.includes('auth:manage_api_keys')
  const everybody = maySeeAll && url.searchParams.get('of') === 'everybody'
  const status = keyStates.find((one) => one === url.searchParams.get('status')) ?? ''
  const query = { status, user_id: everybody ? '' : viewer.user.id, cursor: url.searchParams.get('cursor') ?? '', limit: '50' }
  const [page, people] = await Promise.all([read<Page<ApiKey>>(session, '/v1/auth/api-keys', query), everybody ? readPeople(session, viewer) : null])
  const rows = page.items.map(({ id, name, prefix, status: state, scopes, user_id, created_at, expires_at, last_used_at, revoked_at }) => ({
    id,
    name,
    prefix,
    state,
    scopes,
    modules: countScopes(scopes),
    owner: people?.name(user_id) ?? null,
    used: last_used_at ? t('last used {{when}}', { when: momentText(last_used_at, zone) }) : t('never used'),
    life: revoked_at
      ? t('revoked {{when}}', { when: momentText(revoked_at, zone) })
      : state === 'expired'
        ? t('ended {{when}}', { when: momentText(expires_at, zone) })
        : t('made {{made}}, ends {{ends}}', { made: momentText(created_at, zone), ends: momentText(expires_at, zone) }),
  }))
  return { rows, status, everybody, maySeeAll, nextCursor: page.next_cursor }
}

export async function action({ request, url, context }: Route.ActionArgs) {
  const id = textOf(await request.formData(), 'id')
  const answer = await context.get(consoleContext).session.send('POST', `/v1/auth/api-keys/${encodeURIComponent(id)}/revocation`)
  if (!answer.ok) return data({ problem: formProblem(answer.problem) }, { status: answer.status })
  const search = new URLSearchParams(url.searchParams)
  search.set('done', 'revoked')
  return redirect(`/app/me/keys?${search}`)
}

export default function Keys({ loaderData: { rows, status, everybody, maySeeAll, nextCursor }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const problem = actionData?.problem
  const clear = status !== '' || everybody ? '/app/me/keys' : undefined
  const create = (
    <LinkButton tone="primary" to="/app/me/keys/new">
      <Icon name="plus" /> {t('New API key')}
    </LinkButton>
  )
  return (
    <OwnScreen view="/app/me/keys">
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      {!problem && search.get('done') === 'revoked' ? <Notice tone="good" takeFocus title={t('The key is revoked. Nothing can be done with it any more.')} /> : null}
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-[60ch] text-sm text-ink-soft">{t('For programs that use REST or the live stream in your name, in this organisation. A key can do what its scopes say, and never more than you may yourself at that moment.')}</p>
        {create}
      </div>
      <FilterForm action="/app/me/keys" views="keys" state={`${status}|${String(everybody)}`} clear={clear}>
        <ChoiceFilter label={t('State')} name="status" value={status} any={t('Any')} choices={keyStates.map((state) => [state, t(keyLooks[state].text)])} />
        {maySeeAll ? <ChoiceFilter label={t('Whose')} name="of" value={everybody ? 'everybody' : ''} any={t('My own')} choices={[['everybody', t('Everybody’s')]]} /> : null}
      </FilterForm>
      <PagedList
        icon="key"
        clear={clear}
        nothing={{ title: t('No API keys yet'), text: t('Make one for each program, so that each can be revoked by itself.') }}
        noMatch={t('No key is in that state.')}
        nextCursor={nextCursor}
        next={t('Older keys')}
      >
        {rows.length > 0 ? <KeyRows rows={rows} /> : null}
      </PagedList>
    </OwnScreen>
  )
}
