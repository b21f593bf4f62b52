import type { RuleView } from '#modules/workflows/contract'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Route } from './+types/rules.js'
import { RuleRows } from './rule-rows.js'
import { LinkButton } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { Icon } from '../kit/icon.js'
import { Notice } from '../kit/notice.js'
import { Pager } from '../kit/pager.js'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Rules')

export async function loader({ url, context }: Route.LoaderArgs) {
  const archived = url.searchParams.get('archived') === 'true'
  const page = await read<Page<RuleView>>(context.get(consoleContext).session, '/v1/workflow-rules', { archived: String(archived), cursor: url.searchParams.get('cursor') ?? '', limit: '50' })
  const rules = page.items.map(({ id, name, priority, enabled, sentence, version, outcome }) => ({ id, name, priority, enabled, sentence, version, outcome: outcome.kind }))
  return { archived, rules, nextCursor: page.next_cursor, mayManage: context.get(viewerContext).permissions.includes('workflows:manage') }
}

export default function Rules({ loaderData: { archived, rules, nextCursor, mayManage } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const create = (
    <LinkButton tone="primary" to="/app/rules/new">
      <Icon name="plus" /> {t('New rule')}
    </LinkButton>
  )
  return (
    <Screen title={t('Rules')} lead={t('Asked from top to bottom whenever something is booked; the first that decides wins')} action={mayManage ? create : undefined}>
      {search.get('done') === 'archived' ? <Notice tone="good" takeFocus title={t('The rule is archived. It no longer applies.')} /> : null}
      <ViewLinks
        label={t('Views')}
        views={[
          { to: '/app/rules', label: phrase('In order'), current: !archived },
          { to: '/app/rules?archived=true', label: phrase('Archived'), current: archived },
        ]}
      />
      {rules.length > 0 ? <RuleRows rules={rules} maySwitch={mayManage && !archived} /> : null}
      {rules.length === 0 ? (
        <EmptyState icon="bolt" title={archived ? t('Nothing is archived') : t('No rules yet')} action={mayManage && !archived ? create : undefined}>
          <p>{archived ? t('Rules taken out of use for good are kept here.') : t('Without rules every booking that fits is confirmed at once.')}</p>
        </EmptyState>
      ) : null}
      <Pager nextCursor={nextCursor} next={phrase('More rules')} />
    </Screen>
  )
}
