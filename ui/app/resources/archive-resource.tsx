import type { Resource } from '#modules/resources/contract'
import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation } from 'react-router'
import type { Route } from './+types/archive-resource.js'
import { Refused } from './resource-form.js'
import { resourceRefusal } from './resource-refusal.server.js'
import { redirectSaying } from '../flash/flash.server.js'
import { Button, LinkButton } from '../kit/button.js'
import { Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { requirePermission } from '../session/require-permission.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches, loaderData }) => (loaderData?.archived ? titled(matches, 'Restore {{name}}?', { name: loaderData.name }) : titled(matches, 'Archive {{name}}?', { name: loaderData?.name ?? '' }))

export async function loader({ params, context }: Route.LoaderArgs) {
  requirePermission(context.get(viewerContext), 'resources:manage')
  const { id, name, archived_at } = await read<Resource>(context.get(consoleContext).session, `/v1/resources/${encodeURIComponent(params.id)}`)
  return { id, name, archived: archived_at !== null }
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const path = `/v1/resources/${encodeURIComponent(params.id)}`
  const restore = textOf(await request.formData(), 'act') === 'restore'
  const answer = await session.send<Resource>('POST', `${path}/${restore ? 'restoration' : 'archival'}`)
  const page = `/app/resources/${params.id}`
  const t = words()
  if (answer.ok && restore) return redirect(`${page}?done=restored`)
  if (answer.ok) return redirectSaying(page, { tone: 'good', text: t('{{name}} is archived. Nobody can book it any more.', { name: answer.body.name }), undo: { kind: 'restore-resource', id: params.id, label: t('Undo') } })
  const resource = await read<Resource>(session, path)
  return data({ refusal: resourceRefusal(answer.problem, resource.timezone) }, { status: answer.status })
}

export default function ArchiveResource({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().formAction?.endsWith('/archive') ?? false
  const { id, name, archived } = loaderData
  return (
    <Screen title={archived ? t('Restore {{name}}?', { name }) : t('Archive {{name}}?', { name })}>
      {actionData ? <Refused refusal={actionData.refusal} /> : null}
      <p className="max-w-[60ch] text-ink-soft">
        {archived
          ? t('It can be booked again at once, with the hours and limits it had.')
          : t('It leaves every list, and nobody can book it any more. Its history stays, and it can be restored at any time. As long as bookings are still to come, it cannot be archived: you see them then.')}
      </p>
      <Form method="post" className="flex flex-wrap gap-2.5">
        <input type="hidden" name="act" value={archived ? 'restore' : 'archive'} />
        <Button tone={archived ? 'primary' : 'danger'} busy={busy}>
          {archived ? t('Restore') : t('Archive')}
        </Button>
        <LinkButton to={`/app/resources/${id}`}>{t('Leave it as it is')}</LinkButton>
      </Form>
    </Screen>
  )
}
