import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { modulePurpose, moduleTitle } from './module-texts.js'
import { SettingsForm } from './settings-form.js'
import type { SettingsField } from './settings-fields.js'

export interface ModuleRowData {
  readonly name: string
  readonly enabled: boolean
  readonly version: number
  /** Why it cannot be switched now; null when it can. */
  readonly hindrance: string | null
  readonly fields: readonly SettingsField[]
}

export function ModuleRow({ row, maySwitch, fields }: { row: ModuleRowData; maySwitch: boolean; fields: Readonly<Record<string, string>> }) {
  const { t } = useTranslation()
  const { name, enabled, version, hindrance } = row
  return (
    <li className="grid gap-3 rounded-xl border border-line bg-surface px-4 py-3.5 shadow-soft">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{t(moduleTitle(name))}</h2>
          <p className="text-sm text-ink-soft">{t(modulePurpose(name))}</p>
          {hindrance ? <p id={`hindrance-${name}`} className="text-[0.8125rem] text-ink-faint">{hindrance}</p> : null}
        </div>
        <Switch row={row} usable={maySwitch && hindrance === null} />
      </div>
      {row.fields.length > 0 && enabled ? <SettingsForm key={version} module={name} version={version} fields={row.fields} errors={fields} maySet={maySwitch} /> : null}
    </li>
  )
}

/** A switch that is a form's button: it works without scripts, and shows the new state while it is on its way. */
function Switch({ row: { name, enabled, version, hindrance }, usable }: { row: ModuleRowData; usable: boolean }) {
  const { t } = useTranslation()
  const { formData } = useNavigation()
  const underway = formData?.get('intent') === 'switch' && formData.get('module') === name && !formData.has('pending')
  const on = underway ? !enabled : enabled
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="intent" value="switch" />
      <input type="hidden" name="module" value={name} />
      <input type="hidden" name="version" value={version} />
      <button
        type="submit"
        role="switch"
        name="enabled"
        value={enabled ? 'false' : 'true'}
        aria-checked={on}
        aria-label={t(moduleTitle(name))}
        aria-describedby={hindrance ? `hindrance-${name}` : undefined}
        disabled={!usable || underway}
        className={`group flex min-h-8 items-center gap-2.5 rounded-full text-sm text-ink-soft disabled:cursor-default ${usable ? '' : 'disabled:opacity-60'}`}
      >
        <span aria-hidden="true">{on ? t('On') : t('Off')}</span>
        <span aria-hidden="true" className={`flex h-6 w-10 items-center rounded-full border p-0.5 transition-colors ${on ? 'justify-end border-accent-solid bg-accent-solid' : 'border-field-line bg-sunken'}`}>
          <span className={`size-4.5 rounded-full shadow-soft ${on ? 'bg-accent-on' : 'bg-field-line'}`} />
        </span>
      </button>
    </Form>
  )
}
