import type { SavedView } from '#modules/members/contract'
import { redirect } from 'react-router'
import type { ConsoleSession } from '../../server/console-session.js'
import type { Problem } from '../../server/problem.js'
import type { RestAnswer } from '../../server/rest.js'
import type { Route } from './+types/keep-view.js'
import { redirectSaying } from '../flash/flash.server.js'
import { words } from '../language/words.server.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { ownPath } from '../session/own-path.js'
import { viewerContext } from '../session/viewer.js'
import { todayIn, withMovingDays } from './moving-days.js'

interface Wish {
  readonly session: ConsoleSession
  readonly form: FormData
  /** What the list shows, its days moving along where that is wished. */
  readonly query: string
  readonly path: string
  readonly back: string
}

/** Keeps a view of a list under a name, changes it or forgets it; then back to the list. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const query = textOf(form, 'query')
  const wish: Wish = {
    session: context.get(consoleContext).session,
    form,
    query: form.has('moving') ? withMovingDays(query, todayIn(context.get(viewerContext).user.timezone)) : query,
    path: `/v1/saved-views/${encodeURIComponent(textOf(form, 'id'))}`,
    back: ownPath(form.get('return_to'), '/app'),
  }
  return (acts[textOf(form, 'act')] ?? acts['keep']!)(wish)
}

export function loader() {
  return redirect('/app')
}

const acts: Readonly<Record<string, (wish: Wish) => Promise<Response>>> = {
  keep: async (wish) => {
    const { form, query } = wish
    const body = { screen: textOf(form, 'screen'), name: textOf(form, 'name'), query, ...(form.has('is_default') ? { is_default: true } : {}) }
    return said(wish, await wish.session.send<SavedView>('POST', '/v1/saved-views', { body }), ({ name, is_default }) =>
      is_default ? words()('The view “{{name}}” is kept. This screen opens with it.', { name }) : words()('The view “{{name}}” is kept.', { name }),
    )
  },
  replace: async (wish) => change(wish, { query: wish.query, ...(wish.form.has('is_default') ? { is_default: true } : {}) }, (name) => words()('“{{name}}” shows this now.', { name })),
  rename: async (wish) => change(wish, { name: textOf(wish.form, 'name') }, (name) => words()('The view is called “{{name}}” now.', { name })),
  default: async (wish) => change(wish, { is_default: true }, (name) => words()('This screen opens with “{{name}}” now.', { name })),
  no_default: async (wish) => change(wish, { is_default: false }, () => words()('This screen opens without a view again.')),
  forget: async ({ session, form, path, back }) => {
    const answer = await session.send('DELETE', path)
    if (!answer.ok) return refused(back, answer.problem)
    const t = words()
    return redirectSaying(back, { tone: 'good', text: t('The view “{{name}}” is forgotten.', { name: textOf(form, 'called') }), undo: { kind: 'restore-view', id: textOf(form, 'id'), label: t('Keep it again') } })
  },
}

async function change(wish: Wish, body: object, text: (name: string) => string): Promise<Response> {
  return said(wish, await wish.session.send<SavedView>('PATCH', wish.path, { body }), ({ name }) => text(name))
}

function said({ back }: Wish, answer: RestAnswer<SavedView>, text: (view: SavedView) => string): Response {
  return answer.ok ? redirectSaying(back, { tone: 'good', text: text(answer.body) }) : refused(back, answer.problem)
}

function refused(back: string, { code, detail }: Problem): Response {
  const t = words()
  return redirectSaying(back, { tone: 'bad', text: t('That did not work'), detail: code === 'already_exists' ? t('You have a view of that name here already.') : detail })
}
