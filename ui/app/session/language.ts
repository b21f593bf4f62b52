import { redirect } from 'react-router'
import type { Route } from './+types/language.js'
import { languageCookie, languageOf } from '../language/languages.js'
import { consoleContext } from './console-context.js'
import { ownPath } from './own-path.js'

/** Kept in a cookie for the public pages, and in the profile of somebody signed in, whose mails follow it. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const chosen = form.get('language')
  const language = languageOf(typeof chosen === 'string' ? chosen : null) ?? 'en'
  const { session } = context.get(consoleContext)
  if (session.present) await session.send('PATCH', '/v1/auth/me', { body: { locale: language } })
  return redirect(ownPath(form.get('return_to'), '/'), { headers: { 'Set-Cookie': languageCookie(language) } })
}

export function loader() {
  return redirect('/')
}
