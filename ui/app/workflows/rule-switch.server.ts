import type { RuleView } from '#modules/workflows/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { redirectSaying, type Flash } from '../flash/flash.server.js'
import { words } from '../language/words.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { textOf } from '../session/form-problem.js'
import { ownPath } from '../session/own-path.js'

/** Takes a rule into use or out of it; what the rule says stays. */
export async function switchRule(session: ConsoleSession, id: string, form: FormData): Promise<Response> {
  const back = ownPath(form.get('return_to'), `/app/rules/${encodeURIComponent(id)}`)
  const enabled = textOf(form, 'enabled') === 'true'
  const answer = await session.send<RuleView>('PATCH', `/v1/workflow-rules/${encodeURIComponent(id)}`, { body: { enabled }, headers: ifMatch(textOf(form, 'version')) })
  if (answer.ok) return redirectSaying(back, switchedFlash(answer.body))
  const t = words()
  const stale = answer.problem.code === 'precondition_failed'
  return redirectSaying(back, { tone: 'bad', text: t('That did not work'), detail: stale ? t('Somebody changed this rule meanwhile') : answer.problem.detail })
}

/** What to say of a rule that was just switched, with the way back. */
export function switchedFlash({ id, name, enabled, version }: RuleView): Omit<Flash, 'id'> {
  const t = words()
  const text = enabled ? t('The rule “{{name}}” is in use. It holds from the next booking on.', { name }) : t('The rule “{{name}}” is out of use. Nothing asks it until it is switched on again.', { name })
  return { tone: 'good', text, undo: { kind: enabled ? 'rule-off' : 'rule-on', id, label: t('Undo'), was: String(version) } }
}
