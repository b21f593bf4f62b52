import type { Approval } from '#modules/approvals/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { words } from '../language/words.server.js'
import { formProblem, textOf, type FormProblem } from '../session/form-problem.js'

export interface DecisionProblem extends FormProblem {
  /** The card it belongs to; null when it is about the selection. */
  readonly approvalId: string | null
}

interface Outcome {
  readonly done: 'approved' | 'rejected'
  readonly count: number
}

interface Results {
  readonly results: readonly { approval_id: string; approval: Approval | null; problem: { title: string; detail: string } | null }[]
}

const refused = (approvalId: string | null, title: string, fields: Readonly<Record<string, string>> = {}, detail = ''): DecisionProblem => ({ approvalId, code: 'validation_failed', title, detail, fields })

/**
 * Carries out the form: one card (`approval`), or all that are ticked (`selected`); both as `id:step`, so that a decision never lands on a step
 * that opened meanwhile.
 */
export async function decide(session: ConsoleSession, form: FormData): Promise<{ problem: DecisionProblem; outcome: null } | { problem: null; outcome: Outcome }> {
  const t = words()
  const decision = textOf(form, 'decision') === 'reject' ? 'reject' : 'approve'
  const comment = textOf(form, 'comment')
  const one = textOf(form, 'approval')
  const items = (one ? [one] : form.getAll('selected').map(String)).map((item) => {
    const [approval_id = '', step = ''] = item.split(':')
    return { approval_id, decision, ...(comment ? { comment } : {}), ...(/^\d+$/.test(step) ? { step: Number(step) } : {}) }
  })
  const about = one ? (items[0]?.approval_id ?? null) : null
  if (items.length === 0) return { problem: refused(null, t('Nothing is selected. Tick the requests you mean.')), outcome: null }
  if (decision === 'reject' && !comment) return { problem: refused(about, t('Say why'), { comment: t('Whoever asked is told why it was turned down.') }), outcome: null }
  const answer = await session.send<Results>('POST', '/v1/approvals/decisions', { body: { decisions: items } })
  if (!answer.ok) return { problem: { ...formProblem(answer.problem), approvalId: about }, outcome: null }
  const failed = answer.body.results.flatMap(({ problem }) => (problem ? [problem] : []))
  const count = items.length - failed.length
  const done = decision === 'approve' ? 'approved' : 'rejected'
  if (failed.length === 0) return { problem: null, outcome: { done, count } }
  const partly = done === 'approved' ? t('{{done}} of {{all}} approved; the others were not', { done: items.length - failed.length, all: items.length }) : t('{{done}} of {{all}} rejected; the others were not', { done: items.length - failed.length, all: items.length })
  const detail = [...new Set(failed.map((problem) => problem.detail))].join(' ')
  return { problem: refused(about, one ? (failed[0]?.title ?? t('It was refused')) : partly, {}, detail), outcome: null }
}
