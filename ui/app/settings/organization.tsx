import type { Organization } from '#modules/orgs/contract'
import { useTranslation } from 'react-i18next'
import { data, redirect, useSearchParams } from 'react-router'
import type { Route } from './+types/organization.js'
import { changeOrganization } from './change-organization.server.js'
import { DeletionPanel } from './deletion-panel.js'
import { OrganizationForm } from './organization-form.js'
import { OnlyOwners, SettingsScreen } from './settings-screen.js'
import { Notice } from '../kit/notice.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { momentText } from '../reading/instant-text.server.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Settings')

export async function loader({ context }: Route.LoaderArgs) {
  const { permissions, user } = context.get(viewerContext)
  const organization = await read<Organization>(context.get(consoleContext).session, '/v1/organization')
  return {
    organization,
    zones: ['UTC', ...Intl.supportedValuesOf('timeZone')],
    mayManage: permissions.includes('orgs:manage'),
    deletion: organization.deletion_at ? momentText(organization.deletion_at, user.timezone) : null,
  }
}

export async function action({ request, context }: Route.ActionArgs) {
  const { problem, done } = await changeOrganization(context.get(consoleContext).session, await request.formData(), context.get(viewerContext).organization.name)
  return problem ? data({ problem }, { status: problem.status }) : redirect(`/app/settings?done=${done}`)
}

const doneTexts: Record<string, string> = {
  change: phrase('Saved.'),
  deletion: phrase('The deletion is ordered. Until then everything works on, and you can call it off here.'),
  restoration: phrase('The deletion is called off. Nothing was lost.'),
}

export default function OrganizationSettings({ loaderData: { organization, zones, mayManage, deletion }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const problem = actionData?.problem
  const done = problem ? undefined : doneTexts[search.get('done') ?? '']
  return (
    <SettingsScreen view="organization">
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{problem.detail ? <p>{problem.detail}</p> : null}</Notice> : null}
      {done ? <Notice tone="good" takeFocus title={t(done)} /> : null}
      {mayManage ? null : <OnlyOwners>{t('Only owners change these settings.')}</OnlyOwners>}
      <OrganizationForm key={organization.version} organization={organization} zones={zones} mayManage={mayManage} fields={problem?.fields ?? {}} />
      {mayManage ? <DeletionPanel organization={organization} deletion={deletion} error={problem?.fields['confirmation']} /> : null}
    </SettingsScreen>
  )
}
