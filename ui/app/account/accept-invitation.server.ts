import type { OrganizationChoice } from '#modules/auth/contract'
import type { InvitationPreview } from '#modules/members/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import type { Problem } from '../../server/problem.js'
import { currentLanguage } from '../language/words.server.js'
import { textOf } from '../session/form-problem.js'

/**
 * Takes an invitation up in one of its three ways and opens the console in the organisation that invited.
 * @returns the refusal that stopped it, or null
 */
export async function acceptInvitation(session: ConsoleSession, form: FormData): Promise<Problem | null> {
  const token = textOf(form, 'token')
  const password = String(form.get('password') ?? '')
  const way = textOf(form, 'way')
  if (way === 'register') {
    const registered = await session.sendAnonymously('POST', '/v1/invitations/registration', { body: { token, name: textOf(form, 'name'), password, locale: currentLanguage() } })
    if (!registered.ok) return registered.problem
    session.open(registered.body)
    return null
  }
  if (way === 'login') {
    // The address comes from the invitation, not from the form.
    const preview = await session.sendAnonymously<InvitationPreview>('POST', '/v1/invitations/preview', { body: { token } })
    if (!preview.ok) return preview.problem
    const login = await session.sendAnonymously('POST', '/v1/auth/login', { body: { email: preview.body.email, password } })
    if (!login.ok) return login.problem
    session.open(login.body)
  }
  const joined = await session.send<OrganizationChoice>('POST', '/v1/invitations/acceptance', { body: { token } })
  if (!joined.ok) return joined.problem
  const entered = await session.send('POST', '/v1/auth/organization', { body: { organization_id: joined.body.id } })
  if (!entered.ok) return entered.problem
  session.open(entered.body)
  return null
}
