import type { ApiKeyScope, CreatedApiKey } from '#modules/auth/contract'
import { useTranslation } from 'react-i18next'
import { data, Form, useNavigation, type ShouldRevalidateFunction } from 'react-router'
import type { Route } from './+types/new-key.js'
import { endOfLife, groupScopes, keyLives } from './key-scopes.js'
import { NewKeyNotice } from './new-key-notice.js'
import { ScopeFields } from './scope-fields.js'
import { presetScopes } from './scope-presets.js'
import { Button, LinkButton } from '../kit/button.js'
import { SelectField, TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { titled } from '../language/title.js'
import { read } from '../reading/rest-reading.server.js'
import { FormSection } from '../resources/form-section.js'
import { OwnScreen } from '../sessions/own-screen.js'
import { consoleContext } from '../session/console-context.js'
import { formProblem, textOf } from '../session/form-problem.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'New API key')

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session, publicUrl } = context.get(consoleContext)
  const { items } = await read<{ items: readonly ApiKeyScope[] }>(session, '/v1/auth/api-key-scopes')
  const preset = url.searchParams.get('for')
  return { groups: groupScopes(items), preset, ticked: presetScopes(preset, items.map(({ name }) => name)), key: crypto.randomUUID(), publicUrl: publicUrl.replace(/\/$/, '') }
}

/** A change made by somebody else must not give the open form another idempotency key. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, formMethod }) => formMethod !== undefined || currentUrl.href !== nextUrl.href

/** The key is in this answer and nowhere else. */
export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const draft = { name: textOf(form, 'name'), scopes: [...new Set(form.getAll('scopes').map(String))], days: Number(textOf(form, 'days')) }
  const expires_at = endOfLife(draft.days, Date.now())
  const body = { name: draft.name, scopes: draft.scopes, ...(expires_at ? { expires_at } : {}) }
  const headers = { 'idempotency-key': textOf(form, 'key') || crypto.randomUUID() }
  const answer = await context.get(consoleContext).session.send<CreatedApiKey>('POST', '/v1/auth/api-keys', { body, headers })
  if (!answer.ok) return data({ draft, problem: formProblem(answer.problem), made: null }, { status: answer.status })
  const { name, key } = answer.body
  return data({ draft, problem: null, made: { name, key: key ?? null } }, { status: 201, headers: { 'Cache-Control': 'no-store' } })
}

export default function NewKey({ loaderData: { groups, preset, ticked, key, publicUrl }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const busy = useNavigation().formMethod === 'POST'
  const problem = actionData?.problem
  const fields = problem?.fields ?? {}
  const scopesError = Object.entries(fields).find(([field]) => field.startsWith('scopes'))?.[1]
  return (
    <OwnScreen view="/app/me/keys">
      {problem ? <Notice tone="bad" takeFocus title={problem.title}>{Object.keys(fields).length === 0 ? <p>{problem.detail}</p> : null}</Notice> : null}
      {actionData?.made ? (
        <NewKeyNotice made={actionData.made} publicUrl={publicUrl} />
      ) : (
        <Form method="post" preventScrollReset className="grid gap-6">
          <input type="hidden" name="key" value={key} />
          <FormSection title={t('Key')} hint={t('One for each program, so that each can be revoked by itself.')}>
            <TextField label={t('Name')} name="name" required maxLength={120} autoComplete="off" defaultValue={actionData?.draft.name} error={fields['name']} hint={t('What uses it, such as “Door displays”.')} />
            <SelectField label={t('Lifetime')} name="days" defaultValue={actionData?.draft.days ?? keyLives[0]} error={fields['expires_at']} hint={t('Then it opens nothing any more. A year is the longest.')}>
              {keyLives.toSorted((one, other) => one - other).map((days) => (
                <option key={days} value={days}>
                  {t('{{count}} days', { count: days })}
                </option>
              ))}
            </SelectField>
          </FormSection>
          <ScopeFields key={preset} groups={groups} preset={preset} chosen={actionData?.draft.scopes ?? ticked} error={scopesError} />
          <div className="flex flex-wrap gap-2.5">
            <Button tone="primary" busy={busy}>
              {t('Make key')}
            </Button>
            <LinkButton to="/app/me/keys">{t('Cancel')}</LinkButton>
          </div>
        </Form>
      )}
    </OwnScreen>
  )
}
