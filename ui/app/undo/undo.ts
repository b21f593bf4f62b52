import type { Member, SavedView } from '#modules/members/contract'
import type { Resource } from '#modules/resources/contract'
import type { Endpoint } from '#modules/webhooks/contract'
import type { RuleView } from '#modules/workflows/contract'
import { redirect } from 'react-router'
import type { Route } from './+types/undo.js'
import { redirectSaying, undoKinds, type UndoKind } from '../flash/flash.server.js'
import { words } from '../language/words.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { ownPath } from '../session/own-path.js'
import { viewerContext } from '../session/viewer.js'
import { moveBack, rebook } from './bookings.server.js'
import { refused, type Wish } from './wish.js'

/** Takes back what a toast says, where REST has a way back; refusals are said as plainly. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const kind = undoKinds.find((one) => one === textOf(form, 'kind'))
  if (!kind) return redirect('/app')
  const { session } = context.get(consoleContext)
  return undoing[kind]({ session, viewer: context.get(viewerContext), id: textOf(form, 'id'), was: textOf(form, 'was'), back: ownPath(form.get('return_to'), '/app') })
}

export function loader() {
  return redirect('/app')
}

const undoing: Readonly<Record<UndoKind, (wish: Wish) => Promise<Response>>> = {
  rebook,
  'move-back': moveBack,
  'restore-resource': async ({ session, id, back }) => {
    const answer = await session.send<Resource>('POST', `/v1/resources/${encodeURIComponent(id)}/restoration`)
    return answer.ok ? good(back, words()('{{name}} can be booked again.', { name: answer.body.name })) : refused(back, answer.problem)
  },
  'reactivate-member': async ({ session, id, back }) => {
    const answer = await session.send<Member>('POST', `/v1/members/${encodeURIComponent(id)}/reactivation`)
    return answer.ok ? good(back, words()('{{name}} is active again.', { name: answer.body.name })) : refused(back, answer.problem)
  },
  'role-back': async ({ session, id, was, back }) => {
    const [role = '', version = ''] = was.split(' ')
    const answer = await session.send<Member>('PATCH', `/v1/members/${encodeURIComponent(id)}`, { body: { role }, headers: ifMatch(version) })
    return answer.ok ? good(back, words()('{{name}} has the role of before again.', { name: answer.body.name })) : refused(back, answer.problem)
  },
  'module-on': async ({ session, id, back }) => {
    const path = `/v1/organization/modules/${encodeURIComponent(id)}`
    const now = await session.send<{ version: number }>('GET', path)
    if (!now.ok) return refused(back, now.problem)
    const answer = await session.send('PUT', path, { body: { enabled: true }, headers: ifMatch(String(now.body.version)) })
    return answer.ok ? good(back, words()('It is switched on again.')) : refused(back, answer.problem)
  },
  'rule-on': async (wish) => switchRule(wish, true),
  'rule-off': async (wish) => switchRule(wish, false),
  'endpoint-on': async ({ session, id, was, back }) => {
    const answer = await session.send<Endpoint>('PATCH', `/v1/webhooks/endpoints/${encodeURIComponent(id)}`, { body: { enabled: true }, headers: ifMatch(was) })
    return answer.ok ? good(back, words()('It is switched on again.')) : refused(back, answer.problem)
  },
  'restore-view': async ({ session, id, back }) => {
    const answer = await session.send<SavedView>('POST', `/v1/saved-views/${encodeURIComponent(id)}/restoration`)
    return answer.ok ? good(back, words()('The view “{{name}}” is back.', { name: answer.body.name })) : refused(back, answer.problem)
  },
}

async function switchRule({ session, id, was, back }: Wish, enabled: boolean): Promise<Response> {
  const t = words()
  const answer = await session.send<RuleView>('PATCH', `/v1/workflow-rules/${encodeURIComponent(id)}`, { body: { enabled }, headers: ifMatch(was) })
  if (!answer.ok) return refused(back, answer.problem)
  const { name } = answer.body
  return good(back, enabled ? t('The rule “{{name}}” is in use again.', { name }) : t('The rule “{{name}}” is out of use again.', { name }))
}

function good(back: string, text: string): Response {
  return redirectSaying(back, { tone: 'good', text })
}
