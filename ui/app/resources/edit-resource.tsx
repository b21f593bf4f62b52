import type { Resource } from '#modules/resources/contract'
import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation, type ShouldRevalidateFunction } from 'react-router'
import type { Route } from './+types/edit-resource.js'
import { readFormChoices } from './form-choices.server.js'
import { draftOf } from './resource-draft.js'
import { ResourceFields } from './resource-form.js'
import { saveResource } from './save-resource.server.js'
import { Button, LinkButton } from '../kit/button.js'
import { Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { ifMatch, read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { requirePermission } from '../session/require-permission.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches, loaderData }) => titled(matches, 'Edit {{name}}', { name: loaderData?.name ?? '' })

export async function loader({ params, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  requirePermission(viewer, 'resources:manage')
  const resource = await read<Resource>(session, `/v1/resources/${encodeURIComponent(params.id)}`)
  return { id: resource.id, name: resource.name, version: String(resource.version), draft: draftOf(resource), choices: await readFormChoices(session, viewer, resource.timezone) }
}

/** The version belongs to what stands in the form: a change made meanwhile must be refused, not overwritten. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl }) => currentUrl.href !== nextUrl.href

export async function action({ request, params, context }: Route.ActionArgs) {
  const form = await request.formData()
  const version = textOf(form, 'version')
  const path = `/v1/resources/${encodeURIComponent(params.id)}`
  const saved = await saveResource(context.get(consoleContext).session, form, { method: 'PATCH', path, headers: ifMatch(version) })
  if (saved.resource) return redirect(`/app/resources/${saved.resource.id}?done=saved`)
  return data({ draft: saved.draft, refusal: saved.refusal, madeType: saved.madeType, version, attempt: crypto.randomUUID() }, { status: saved.status })
}

export default function EditResource({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().formAction?.endsWith('/edit') ?? false
  const { id, name, version, choices } = loaderData
  return (
    <Screen wide title={t('Edit {{name}}', { name })}>
      <Form key={actionData?.attempt ?? version} method="post" className="grid gap-6" preventScrollReset>
        <input type="hidden" name="version" value={actionData?.version ?? version} />
        <ResourceFields draft={actionData?.draft ?? loaderData.draft} refusal={actionData?.refusal ?? null} madeType={actionData?.madeType ?? null} choices={choices} />
        <div className="flex flex-wrap gap-2.5 border-t border-line pt-6">
          <Button tone="primary" busy={busy}>
            {t('Save')}
          </Button>
          <LinkButton to={`/app/resources/${id}`}>{t('Cancel')}</LinkButton>
        </div>
      </Form>
    </Screen>
  )
}
