import type { TFunction } from 'i18next'
import type { Organization } from '#modules/orgs/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import type { RestAnswer } from '../../server/rest.js'
import { words } from '../language/words.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { formProblem, textOf, type FormProblem } from '../session/form-problem.js'

export type SettingsProblem = FormProblem & { readonly status: number }
type Outcome = { readonly problem: SettingsProblem; readonly done: null } | { readonly problem: null; readonly done: string }

const meanwhile = (t: TFunction) => ({ title: t('Somebody changed the settings meanwhile'), detail: t('What you see now is how they stand. Look again and repeat the change if it is still right.') })

/** Carries out one of the organisation's forms: `change`, `deletion` or `restoration`. */
export async function changeOrganization(session: ConsoleSession, form: FormData, name: string): Promise<Outcome> {
  const headers = ifMatch(textOf(form, 'version'))
  const intent = textOf(form, 'intent')
  const t = words()
  if (intent === 'deletion' && textOf(form, 'confirmation') !== name) {
    return { problem: { status: 422, code: 'validation_failed', title: t('Type the name to confirm'), detail: '', fields: { confirmation: t("Type the organisation's name exactly: {{name}}", { name }) } }, done: null }
  }
  const answer = await send(session, intent, form, headers)
  if (answer.ok) return { problem: null, done: intent }
  const { problem, status } = answer
  return { problem: { ...formProblem(problem), ...(problem.code === 'precondition_failed' ? meanwhile(t) : {}), status }, done: null }
}

function send(session: ConsoleSession, intent: string, form: FormData, headers: Readonly<Record<string, string>>): Promise<RestAnswer<Organization>> {
  if (intent === 'restoration') return session.send<Organization>('POST', '/v1/organization/restoration')
  if (intent === 'deletion') return session.send<Organization>('DELETE', '/v1/organization', { headers })
  const accent = textOf(form, 'own_accent') === 'yes' ? textOf(form, 'accent').toLowerCase() : null
  const body = { name: textOf(form, 'name'), timezone: textOf(form, 'timezone'), locale: textOf(form, 'locale'), accent }
  return session.send<Organization>('PATCH', '/v1/organization', { body, headers })
}
