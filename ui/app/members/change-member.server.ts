import type { Member } from '#modules/members/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { phrase } from '../language/phrases.js'
import { words } from '../language/words.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { formProblem, textOf, type FormProblem } from '../session/form-problem.js'

export type MemberProblem = FormProblem & { readonly status: number }

const advice: Record<string, { title: string; detail: string }> = {
  last_owner: { title: phrase('The organisation would have no owner'), detail: phrase('This is the only active owner. Make somebody else an owner first, then come back.') },
  precondition_failed: { title: phrase('Somebody changed this member meanwhile'), detail: phrase('What you see now is how it stands. Look again and repeat the change if it is still right.') },
}

/** Carries out one of the member's forms: `role`, `deactivation` or `reactivation`; refused when somebody else was faster. */
export async function changeMember(session: ConsoleSession, id: string, form: FormData): Promise<{ problem: MemberProblem; done: null; version?: never } | { problem: null; done: string; version: number }> {
  const headers = ifMatch(textOf(form, 'version'))
  const path = `/v1/members/${encodeURIComponent(id)}`
  const intent = textOf(form, 'intent')
  const done = intent === 'deactivation' || intent === 'reactivation' ? intent : 'role'
  const answer =
    done === 'role'
      ? await session.send<Member>('PATCH', path, { body: { role: textOf(form, 'role') }, headers })
      : await session.send<Member>('POST', `${path}/${done}`, { headers })
  if (answer.ok) return { problem: null, done, version: answer.body.version }
  const { problem, status } = answer
  const known = advice[problem.code]
  const t = words()
  return { problem: { ...formProblem(problem), ...(known ? { title: t(known.title), detail: t(known.detail) } : {}), status }, done: null }
}
