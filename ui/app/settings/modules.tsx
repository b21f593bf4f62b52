import type { ModuleState } from '#modules/orgs/contract'
import { useTranslation } from 'react-i18next'
import { data, redirect, useSearchParams } from 'react-router'
import type { Route } from './+types/modules.js'
import { ModuleRow } from './module-row.js'
import { modulePurpose, moduleTitle, switchHindrance } from './module-texts.js'
import { PendingQuestion } from './pending-question.js'
import { settingsFields } from './settings-fields.js'
import { OnlyOwners, SettingsScreen } from './settings-screen.js'
import { switchModule } from './switch-module.server.js'
import { redirectSaying } from '../flash/flash.server.js'
import { Notice } from '../kit/notice.js'
import { Panel } from '../kit/screen.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { currentLanguage, words } from '../language/words.server.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Modules')

export async function loader({ context }: Route.LoaderArgs) {
  const { items } = await read<{ items: readonly ModuleState[] }>(context.get(consoleContext).session, '/v1/organization/modules')
  const rows = items.map((state) => ({
    name: state.module,
    enabled: state.enabled,
    required: state.required,
    version: state.version,
    hindrance: switchHindrance(state, items, words(), currentLanguage()),
    fields: settingsFields(state.settings_schema, state.settings),
  }))
  return { rows: [...rows.filter(({ required }) => !required), ...rows.filter(({ required }) => required)], maySwitch: context.get(viewerContext).permissions.includes('orgs:modules') }
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData()
  const problem = await switchModule(context.get(consoleContext).session, form)
  if (problem) return data({ problem }, { status: problem.status })
  const done = form.get('intent') === 'settings' ? 'set' : form.get('enabled') === 'true' ? 'on' : 'off'
  const t = words()
  const module = String(form.get('module'))
  if (done === 'off') return redirectSaying('/app/settings/modules', { tone: 'good', text: t('{{module}} is switched off. Nothing that was in it is lost.', { module: t(moduleTitle(module)) }), undo: { kind: 'module-on', id: module, label: t('Undo') } })
  return redirect(`/app/settings/modules?done=${done}&module=${encodeURIComponent(module)}`)
}

const doneTexts: Record<string, string> = {
  on: phrase('{{module}} is switched on. What waited for it goes out now.'),
  set: phrase('{{module}} has its new settings.'),
}

/** There is something to switch or to set. */
function shown({ required, fields }: { readonly required: boolean; readonly fields: readonly unknown[] }): boolean {
  return !required || fields.length > 0
}

export default function Modules({ loaderData: { rows, maySwitch }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const problem = actionData?.problem
  const named = rows.find(({ name }) => name === search.get('module'))
  const done = problem || !named ? undefined : doneTexts[search.get('done') ?? '']
  const asked = problem && problem.pending > 0 ? rows.find(({ name }) => name === problem.module) : undefined
  return (
    <SettingsScreen view="modules">
      {problem && asked ? <PendingQuestion module={asked.name} version={asked.version} count={problem.pending} /> : null}
      {problem && !asked && Object.keys(problem.fields).length === 0 ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      {done && named ? <Notice tone="good" takeFocus title={t(done, { module: t(moduleTitle(named.name)) })} /> : null}
      {maySwitch ? null : <OnlyOwners>{t('Only owners switch modules.')}</OnlyOwners>}
      <ul className="grid gap-3">
        {rows.filter(shown).map((row) => (
          <ModuleRow key={row.name} row={row} maySwitch={maySwitch} fields={problem?.module === row.name ? problem.fields : {}} />
        ))}
      </ul>
      <Panel title={t('Part of every organisation')} lead={t('These are always on: everything else stands on them.')}>
        <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[9rem_minmax(0,1fr)]">
          {rows.filter((row) => !shown(row)).map(({ name }) => (
            <div key={name} className="contents">
              <dt className="font-medium">{t(moduleTitle(name))}</dt>
              <dd className="text-ink-soft max-sm:-mt-1.5">{t(modulePurpose(name))}</dd>
            </div>
          ))}
        </dl>
      </Panel>
    </SettingsScreen>
  )
}
