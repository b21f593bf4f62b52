import type { ReplayRequest } from '#modules/webhooks/contract'
import { data, redirect } from 'react-router'
import type { ConsoleSession } from '../../server/console-session.js'
import { words } from '../language/words.server.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { replayQuery } from './replay-progress.server.js'

const dayMs = 86_400_000

/**
 * What a replay form asks for: `deliveries` and `messages` those ticked, `endpoint` everything given up of one, `range` everything given up in the
 * last so many days. @returns null when nothing is chosen
 */
export function replayRequest(form: FormData, now: number): ReplayRequest | null {
  const ids = [...new Set(form.getAll('selected').map(String))]
  const endpoint = textOf(form, 'endpoint')
  switch (textOf(form, 'intent')) {
    case 'deliveries':
      return ids.length > 0 ? { delivery_ids: ids } : null
    case 'messages':
      return ids.length > 0 ? { outbox_ids: ids } : null
    case 'endpoint':
      return endpoint ? { endpoint_id: endpoint } : null
    case 'range': {
      const days = Number(textOf(form, 'days'))
      if (!(days > 0 && days <= 90)) return null
      return { from: new Date(now - days * dayMs).toISOString(), to: new Date(now + 1_000).toISOString(), ...(endpoint ? { endpoint_id: endpoint } : {}) }
    }
    default:
      return null
  }
}

/** Has messages sent again and goes back to the list, whose address then tells of the replay. */
export async function replayAction(session: ConsoleSession, form: FormData, url: URL) {
  const t = words()
  const asked = Date.now()
  const body = replayRequest(form, asked)
  if (!body) return data({ problem: { code: 'validation_failed', title: t('Nothing is selected. Tick the messages you mean.'), detail: '', fields: {} } }, { status: 422 })
  const answer = await session.send<{ replayed: number }>('POST', '/v1/webhooks/replays', { body })
  if (!answer.ok) return data({ problem: formProblem(answer.problem) }, { status: answer.status })
  const search = new URLSearchParams(url.searchParams)
  search.delete('cursor')
  for (const [name, value] of Object.entries(replayQuery(answer.body.replayed, asked))) search.set(name, value)
  return redirect(`${url.pathname}?${search}`)
}
