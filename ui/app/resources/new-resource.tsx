import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation, type ShouldRevalidateFunction } from 'react-router'
import type { Route } from './+types/new-resource.js'
import { readFormChoices } from './form-choices.server.js'
import { blankDraft } from './resource-draft.js'
import { ResourceFields } from './resource-form.js'
import { saveResource } from './save-resource.server.js'
import { Button, LinkButton } from '../kit/button.js'
import { Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { consoleContext } from '../session/console-context.js'
import { requirePermission } from '../session/require-permission.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'New resource')

export async function loader({ context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  requirePermission(viewer, 'resources:manage')
  const { timezone } = viewer.organization
  return { draft: blankDraft(timezone), key: crypto.randomUUID(), choices: await readFormChoices(context.get(consoleContext).session, viewer, timezone) }
}

/** A change made by somebody else must not give the open form another idempotency key. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, formMethod }) => formMethod !== undefined || currentUrl.href !== nextUrl.href

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const saved = await saveResource(context.get(consoleContext).session, form, {
    method: 'POST',
    path: '/v1/resources',
    headers: { 'idempotency-key': String(form.get('key') || crypto.randomUUID()) },
  })
  if (saved.resource) return redirect(`/app/resources/${saved.resource.id}?done=created`)
  return data({ draft: saved.draft, refusal: saved.refusal, madeType: saved.madeType, key: crypto.randomUUID() }, { status: saved.status })
}

export default function NewResource({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().formAction?.endsWith('/resources/new') ?? false
  const key = actionData?.key ?? loaderData.key
  return (
    <Screen wide title={t('New resource')} lead={t('A room, a vehicle, a machine, a person’s time: anything that can be booked.')}>
      {/* A refused form starts anew from what was sent: rows that were blank are gone. */}
      <Form key={key} method="post" className="grid gap-6" preventScrollReset>
        <input type="hidden" name="key" value={key} />
        <ResourceFields draft={actionData?.draft ?? loaderData.draft} refusal={actionData?.refusal ?? null} madeType={actionData?.madeType ?? null} choices={loaderData.choices} />
        <div className="flex flex-wrap gap-2.5 border-t border-line pt-6">
          <Button tone="primary" busy={busy}>
            {t('Create resource')}
          </Button>
          <LinkButton to="/app/resources">{t('Cancel')}</LinkButton>
        </div>
      </Form>
    </Screen>
  )
}
