import type { OwnAddress, Preferences } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { data, Form, redirect, useNavigation, useSearchParams, type ShouldRevalidateFunction } from 'react-router'
import type { Route } from './+types/mail-preferences.js'
import { AddressNotice } from './address-notice.js'
import { KindFields } from './kind-fields.js'
import { readPreferences } from './preferences-draft.js'
import { TimingFields } from './timing-fields.js'
import { placeOf } from '../bookings/wall-clock.server.js'
import { Button } from '../kit/button.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { momentText } from '../reading/instant-text.server.js'
import { read } from '../reading/rest-reading.server.js'
import { OwnScreen } from '../sessions/own-screen.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'E-mail to me')

export async function loader({ context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const [preferences, address] = await Promise.all([read<Preferences>(session, '/v1/notifications/preferences'), read<OwnAddress>(session, '/v1/notifications/address')])
  return {
    preferences,
    organization: viewer.organization.name,
    place: placeOf(preferences.timezone),
    address: { ...address, since: address.since && momentText(address.since, viewer.user.timezone) },
  }
}

/** Live news must not undo what is ticked and not yet saved. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, formMethod }) => formMethod !== undefined || currentUrl.href !== nextUrl.href

export async function action({ request, context }: Route.ActionArgs) {
  const { session } = context.get(consoleContext)
  const form = await request.formData()
  const confirming = textOf(form, 'intent') === 'confirm'
  const answer = confirming ? await session.send('POST', '/v1/notifications/address/confirmation') : await session.send('PUT', '/v1/notifications/preferences', { body: readPreferences(form) })
  return answer.ok ? redirect(`/app/me/mail?done=${confirming ? 'confirmed' : 'saved'}`) : data({ problem: formProblem(answer.problem) }, { status: answer.status })
}

export default function MailPreferences({ loaderData: { preferences, organization, place, address }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const busy = useNavigation().formData?.get('intent')
  const problem = actionData?.problem
  const fields = problem?.fields ?? {}
  const done = problem ? null : search.get('done')
  return (
    <OwnScreen view="/app/me/mail">
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{Object.values(fields)[0] ?? problem.detail}</p></Notice> : null}
      {done === 'saved' ? <Notice tone="good" takeFocus title={t('Saved.')} /> : null}
      {done === 'confirmed' ? <Notice tone="good" takeFocus title={t('Mail is sent to you again.')} /> : null}
      <AddressNotice address={address} busy={busy === 'confirm'} />
      <Form key={JSON.stringify(preferences)} method="post" preventScrollReset className="grid gap-5">
        <KindFields items={preferences.items} organization={organization} />
        <TimingFields preferences={preferences} place={place} />
        <div>
          <Button tone="primary" name="intent" value="save" busy={busy === 'save'}>
            {t('Save')}
          </Button>
        </div>
      </Form>
    </OwnScreen>
  )
}
