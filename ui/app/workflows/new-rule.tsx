import { useTranslation } from 'react-i18next'
import type { Route } from './+types/new-rule.js'
import { RuleBuilder } from './rule-builder.js'
import { ruleAction } from './rule-action.server.js'
import { ruleChoices } from './rule-choices.server.js'
import { emptyRule } from './rule-draft.js'
import { TrialPanel } from './trial-panel.js'
import { freshTrialFields } from './trial.server.js'
import { LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { pageProblem } from '../session/page-problem.js'
import { viewerContext } from '../session/viewer.js'
import { readProblem } from '../../server/problem.js'
import { words } from '../language/words.server.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'
export { keepDraft as shouldRevalidate } from './keep-draft.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'New rule')

export async function loader({ context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  if (!viewer.permissions.includes('workflows:manage')) throw pageProblem(readProblem(403, { code: 'forbidden', title: words()('You may not write rules'), detail: words()('It takes the permission {{permission}}, which your role does not have.', { permission: 'workflows:manage' }) }))
  const { choices } = await ruleChoices(context.get(consoleContext).session, viewer)
  return { choices, trial: freshTrialFields(viewer.user.timezone) }
}

export async function action({ request, context }: Route.ActionArgs) {
  return ruleAction(await request.formData(), context, undefined)
}

export default function NewRule({ loaderData: { choices, trial }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const problem = actionData?.problem
  return (
    <Screen title={t('New rule')} lead={t('Asked whenever something is booked')} action={<LinkButton to="/app/rules">{t('All rules')}</LinkButton>}>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{problem.detail ? <p>{problem.detail}</p> : null}</Notice> : null}
      <RuleBuilder key={actionData?.revision} draft={actionData?.draft ?? emptyRule} version={0} choices={choices} fields={problem?.fields ?? {}} mayManage>
        <TrialPanel choices={choices} fields={actionData?.trial ?? trial} result={actionData?.result ?? null} />
      </RuleBuilder>
    </Screen>
  )
}
