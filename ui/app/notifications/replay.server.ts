import type { ConsoleSession } from '../../server/console-session.js'
import { words } from '../language/words.server.js'
import { formProblem, textOf, type FormProblem } from '../session/form-problem.js'

const dayMs = 86_400_000

/** Sends again what is ticked, or everything given up in the last so many days. @returns how many are on their way again */
export async function replay(session: ConsoleSession, form: FormData): Promise<{ problem: FormProblem; count: 0 } | { problem: null; count: number }> {
  const days = Number(textOf(form, 'days'))
  const all = textOf(form, 'intent') === 'all' && days > 0 && days <= 90
  const ids = form.getAll('selected').map(String)
  if (!all && ids.length === 0) return { problem: { code: 'validation_failed', title: words()('Nothing is selected. Tick the messages you mean.'), detail: '', fields: {} }, count: 0 }
  const now = Date.now()
  const body = all ? { from: new Date(now - days * dayMs).toISOString(), to: new Date(now + 1000).toISOString() } : { ids }
  const answer = await session.send<{ ids: readonly string[] }>('POST', '/v1/outbox/replays', { body })
  return answer.ok ? { problem: null, count: answer.body.ids.length } : { problem: formProblem(answer.problem), count: 0 }
}
