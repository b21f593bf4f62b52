import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import type { SettingsField } from './settings-fields.js'
import { Button } from '../kit/button.js'
import { SelectField, TextAreaField, TextField } from '../kit/field.js'

interface Props {
  readonly module: string
  readonly version: number
  readonly fields: readonly SettingsField[]
  readonly errors: Readonly<Record<string, string>>
  readonly maySet: boolean
}

/** The settings of a module, from whatever schema it brought along. */
export function SettingsForm({ module, version, fields, errors, maySet }: Props) {
  const { t } = useTranslation()
  const { formData } = useNavigation()
  const busy = formData?.get('intent') === 'settings' && formData.get('module') === module
  return (
    <Form method="post" preventScrollReset className="border-t border-line pt-4">
      <fieldset disabled={!maySet} className="grid gap-4">
        <legend className="sr-only">{t('Settings')}</legend>
        <input type="hidden" name="module" value={module} />
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="enabled" value="true" />
        {fields.map((field) => (
          <Setting key={field.name} field={field} error={errors[field.name]} />
        ))}
        {maySet ? (
          <div>
            <Button name="intent" value="settings" busy={busy}>
              {t('Save settings')}
            </Button>
          </div>
        ) : null}
      </fieldset>
    </Form>
  )
}

function Setting({ field, error }: { field: SettingsField; error: string | undefined }) {
  const { t } = useTranslation()
  const shared = { label: field.label, name: `setting.${field.name}`, hint: field.hint || undefined, error, optional: !field.required }
  switch (field.kind) {
    case 'switch':
      return (
        <label className="flex items-start gap-2.5 text-sm">
          <input type="checkbox" name={shared.name} defaultChecked={field.value} className="mt-0.5 size-4 accent-accent-solid" />
          <span className="grid">
            <span className="font-medium">{field.label}</span>
            <span className="text-[0.8125rem] text-ink-faint">{field.hint}</span>
            {error ? <span className="text-bad-text">{error}</span> : null}
          </span>
        </label>
      )
    case 'choice':
      return (
        <SelectField {...shared} defaultValue={field.value}>
          {field.required ? null : <option value="">{t('As delivered')}</option>}
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </SelectField>
      )
    case 'number':
      return <TextField {...shared} type="number" step={field.step} min={field.min} max={field.max} required={field.required} defaultValue={field.value} />
    case 'text':
      return <TextField {...shared} maxLength={field.maxLength} pattern={field.pattern} required={field.required} defaultValue={field.value} />
    case 'lines':
      return <TextAreaField {...shared} rows={3} hint={field.hint || t('One per line.')} defaultValue={field.value} />
    case 'json':
      return <TextAreaField {...shared} rows={4} hint={field.hint || 'As JSON.'} className="font-mono" defaultValue={field.value} />
  }
}
