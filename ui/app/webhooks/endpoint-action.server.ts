import type { Endpoint, EndpointWithSecret } from '#modules/webhooks/contract'
import { data, redirect } from 'react-router'
import type { ConsoleSession } from '../../server/console-session.js'
import type { Problem } from '../../server/problem.js'
import { redirectSaying } from '../flash/flash.server.js'
import { words } from '../language/words.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { formProblem, textOf } from '../session/form-problem.js'

/** The buttons of an endpoint's screen: `switch`, `test`, `rotate`, `remove`. */
export async function endpointAction(session: ConsoleSession, id: string, form: FormData) {
  const path = `/v1/webhooks/endpoints/${encodeURIComponent(id)}`
  const here = `/app/webhooks/${encodeURIComponent(id)}`
  const headers = ifMatch(textOf(form, 'version'))
  switch (textOf(form, 'intent')) {
    case 'switch': {
      const enabled = textOf(form, 'enabled') === 'true'
      const answer = await session.send<Endpoint>('PATCH', path, { body: { enabled }, headers })
      if (!answer.ok) return refused(answer.problem)
      if (enabled) return redirect(`${here}?done=on`)
      const t = words()
      return redirectSaying(here, { tone: 'good', text: t('It is off. Nothing is sent until it is on again.'), undo: { kind: 'endpoint-on', id, label: t('Undo'), was: String(answer.body.version) } })
    }
    case 'test': {
      const answer = await session.send<{ message_id: string }>('POST', `${path}/test-event`)
      return answer.ok ? redirect(`${here}?test=${answer.body.message_id}`) : refused(answer.problem)
    }
    case 'rotate': {
      const answer = await session.send<EndpointWithSecret>('POST', `${path}/secret-rotation`, { headers })
      return answer.ok ? data({ problem: null, secret: answer.body.secret ?? null }, { headers: { 'Cache-Control': 'no-store' } }) : refused(answer.problem)
    }
    case 'remove': {
      const answer = await session.send('DELETE', path, { headers })
      return answer.ok ? redirect('/app/webhooks?done=removed') : refused(answer.problem)
    }
    default:
      return redirect(here)
  }
}

function refused(problem: Problem) {
  const t = words()
  const stale = problem.code === 'precondition_failed' ? { title: t('Somebody changed this endpoint meanwhile'), detail: t('What you see now is how it stands. Repeat the change if it is still right.') } : {}
  return data({ problem: { ...formProblem(problem), ...stale }, secret: null }, { status: problem.status })
}
