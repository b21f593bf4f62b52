import { redirect } from 'react-router'
import type { Route } from './+types/theme.js'
import { ownPath } from './own-path.js'
import { themeCookie, themes } from './theme-cookie.js'

export async function action({ request }: Route.ActionArgs) {
  const form = await request.formData()
  const theme = themes.find((one) => one === form.get('theme')) ?? 'system'
  return redirect(ownPath(form.get('return_to'), '/'), { headers: { 'Set-Cookie': themeCookie(theme) } })
}

export function loader() {
  return redirect('/')
}
