import type { RuleView } from '#modules/workflows/contract'
import { useTranslation } from 'react-i18next'
import { Form, redirect, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/rule.js'
import { RuleBuilder } from './rule-builder.js'
import { ruleAction } from './rule-action.server.js'
import { ruleChoices } from './rule-choices.server.js'
import { draftOf } from './rule-draft.js'
import { RuleSwitch } from './rule-switch.js'
import { switchRule } from './rule-switch.server.js'
import { readVersions } from './rule-versions.server.js'
import { TrialPanel } from './trial-panel.js'
import { freshTrialFields } from './trial.server.js'
import { VersionList } from './version-list.js'
import { Button, LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { Panel, Screen } from '../kit/screen.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { ifMatch, read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { pageProblem } from '../session/page-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'
export { keepDraft as shouldRevalidate } from './keep-draft.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Rule')

export async function loader({ params, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const path = `/v1/workflow-rules/${encodeURIComponent(params.id)}`
  const [rule, { choices, people }] = await Promise.all([read<RuleView>(session, path), ruleChoices(session, viewer)])
  const versions = await readVersions(session, path, people, zone)
  return { rule, choices, versions, trial: freshTrialFields(zone), mayManage: viewer.permissions.includes('workflows:manage') && rule.archived_at === null }
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const form = await request.formData()
  if (form.get('intent') === 'switch') return switchRule(context.get(consoleContext).session, params.id, form)
  if (form.get('intent') !== 'archive') return ruleAction(form, context, params.id)
  const answer = await context.get(consoleContext).session.send('POST', `/v1/workflow-rules/${encodeURIComponent(params.id)}/archival`, { headers: ifMatch(textOf(form, 'version')) })
  if (!answer.ok) throw pageProblem(answer.problem)
  return redirect('/app/rules?done=archived')
}

const doneTexts: Record<string, string> = { saved: phrase('Saved. It holds from the next booking on.'), created: phrase('The rule is written. It holds from the next booking on.') }

export default function RuleScreen({ loaderData: { rule, choices, versions, trial, mayManage }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const problem = actionData?.problem
  const done = actionData ? undefined : doneTexts[search.get('done') ?? '']
  return (
    <Screen
      title={rule.name}
      lead={rule.enabled ? t('Version {{version}}', { version: rule.version }) : t('Version {{version}}, not in use', { version: rule.version })}
      action={
        <div className="flex flex-wrap gap-2.5">
          <LinkButton to="/app/rules">{t('All rules')}</LinkButton>
          {mayManage ? <RuleSwitch rule={rule} back={`/app/rules/${rule.id}`} /> : null}
        </div>
      }
    >
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{problem.detail ? <p>{problem.detail}</p> : null}</Notice> : null}
      {done ? <Notice tone="good" takeFocus title={t(done)} /> : null}
      {rule.archived_at ? <Notice tone="info" title={t('This rule is archived: it no longer applies and cannot be changed.')} /> : null}
      <p className="border-l-2 border-accent-text pl-3.5 text-ink-soft">{rule.sentence}</p>
      <RuleBuilder key={actionData?.revision ?? `v${rule.version}`} draft={actionData?.draft ?? draftOf(rule)} version={rule.version} wasEnabled={rule.enabled} choices={choices} fields={problem?.fields ?? {}} mayManage={mayManage}>
        {mayManage ? <TrialPanel choices={choices} fields={actionData?.trial ?? trial} result={actionData?.result ?? null} /> : null}
      </RuleBuilder>
      <VersionList versions={versions} />
      {mayManage ? <Archive version={rule.version} /> : null}
    </Screen>
  )
}

function Archive({ version }: { version: number }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent') === 'archive'
  return (
    <Panel title={t('Archive')} lead={t('Takes the rule out of use for good; its versions stay readable. To pause it, switch it off instead.')}>
      <Form method="post">
        <input type="hidden" name="version" value={version} />
        <Button tone="warn" name="intent" value="archive" busy={busy}>
          {t('Archive rule')}
        </Button>
      </Form>
    </Panel>
  )
}
