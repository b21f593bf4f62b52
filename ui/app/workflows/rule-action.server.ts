import type { TFunction } from 'i18next'
import type { RuleView } from '#modules/workflows/contract'
import { data, redirect, type RouterContextProvider } from 'react-router'
import { redirectSaying } from '../flash/flash.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf, type FormProblem } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'
import { ruleBody } from './rule-body.js'
import { ruleChoices } from './rule-choices.server.js'
import type { RuleDraft } from './rule-draft.js'
import { editDraft, readRuleForm } from './rule-form-data.js'
import { switchedFlash } from './rule-switch.server.js'
import { dryRun, readTrialFields, simulate, type Simulated, type TrialFields, type Tried } from './trial.server.js'
import { words } from '../language/words.server.js'

/** What the builder shows after a button other than a save that worked. */
export interface RuleActionData {
  readonly draft: RuleDraft
  readonly problem: FormProblem | null
  readonly result: Simulated | Tried | null
  readonly trial: TrialFields
  /** Another one each time: the form starts anew with the draft. */
  readonly revision: string
}

const meanwhile = (t: TFunction) => ({ title: t('Somebody changed this rule meanwhile'), detail: t('Open it again in another tab, compare, and repeat your change there.') })

/**
 * The builder's buttons: rows come and go, the draft is tried, or it is saved.
 * @param id of the rule being changed; undefined writes a new one
 */
export async function ruleAction(form: FormData, context: Readonly<RouterContextProvider>, id: string | undefined) {
  const draft = readRuleForm(form)
  const intent = textOf(form, 'intent') || 'save'
  const answer = (more: Partial<RuleActionData>, status = 200) => data({ draft, problem: null, result: null, trial: readTrialFields(form), ...more, revision: crypto.randomUUID() } satisfies RuleActionData, { status })
  const edited = editDraft(draft, intent, form)
  if (edited) return answer({ draft: edited })
  if (intent === 'simulate' || intent === 'dry-run') {
    const viewer = context.get(viewerContext)
    const { session } = context.get(consoleContext)
    const { people, resources } = await ruleChoices(session, viewer)
    const trial = await (intent === 'simulate' ? simulate : dryRun)(draft, form, { session, people, resources, zone: viewer.user.timezone, replaces: id })
    return trial.kind === 'refused' ? answer({ problem: trial.problem }, 422) : answer({ result: trial })
  }
  const { session } = context.get(consoleContext)
  const saved = id
    ? await session.send<RuleView>('PATCH', `/v1/workflow-rules/${encodeURIComponent(id)}`, { body: ruleBody(draft), headers: ifMatch(textOf(form, 'version')) })
    : await session.send<RuleView>('POST', '/v1/workflow-rules', { body: ruleBody(draft) })
  if (saved.ok) {
    const switched = id && form.has('was_enabled') && textOf(form, 'was_enabled') !== String(saved.body.enabled)
    throw switched ? redirectSaying(`/app/rules/${id}`, switchedFlash(saved.body)) : redirect(`/app/rules/${saved.body.id}?done=${id ? 'saved' : 'created'}`)
  }
  const problem = formProblem(saved.problem)
  return answer({ problem: saved.problem.code === 'precondition_failed' ? { ...problem, ...meanwhile(words()) } : problem }, saved.status)
}
