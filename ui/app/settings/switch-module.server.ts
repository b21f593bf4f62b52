import type { TFunction } from 'i18next'
import type { ModuleState } from '#modules/orgs/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import { words } from '../language/words.server.js'
import { ifMatch } from '../reading/rest-reading.server.js'
import { formProblem, textOf, type FormProblem } from '../session/form-problem.js'
import { readSettings, settingsFields } from './settings-fields.js'

/** A refused switch; `pending` above 0 is a question: what becomes of so many things under way? */
export type SwitchProblem = FormProblem & { readonly status: number; readonly module: string; readonly pending: number }

const meanwhile = (t: TFunction) => ({ title: t('Somebody switched or set it meanwhile'), detail: t('What you see now is how it stands. Repeat the change if it is still right.') })

/** Carries out a module's form: `switch` (with the answer to the pending question, once asked), or `settings`. */
export async function switchModule(session: ConsoleSession, form: FormData): Promise<SwitchProblem | null> {
  const module = textOf(form, 'module')
  const path = `/v1/organization/modules/${encodeURIComponent(module)}`
  const pending = textOf(form, 'pending')
  const body = {
    enabled: textOf(form, 'enabled') === 'true',
    ...(pending === 'confirm' || pending === 'reject' ? { pending } : {}),
    ...(textOf(form, 'intent') === 'settings' ? { settings: await settingsOf(session, path, form) } : {}),
  }
  const answer = await session.send<ModuleState>('PUT', path, { body, headers: ifMatch(textOf(form, 'version')) })
  if (answer.ok) return null
  const { problem, status } = answer
  const { fields, ...rest } = formProblem(problem)
  const own = Object.fromEntries(Object.entries(fields).map(([name, detail]) => [name.replace(/^settings\//, ''), detail]))
  return { ...rest, ...(problem.code === 'precondition_failed' ? meanwhile(words()) : {}), fields: own, status, module, pending: problem.pending }
}

async function settingsOf(session: ConsoleSession, path: string, form: FormData): Promise<Record<string, unknown>> {
  const state = await session.send<ModuleState>('GET', path)
  return state.ok ? readSettings(settingsFields(state.body.settings_schema, state.body.settings), form) : {}
}
