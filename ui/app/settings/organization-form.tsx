import type { Organization } from '#modules/orgs/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { Button } from '../kit/button.js'
import { SelectField, TextField } from '../kit/field.js'
import { Panel } from '../kit/screen.js'
import { LocaleField } from '../language/locale-field.js'

interface Props {
  readonly organization: Organization
  readonly zones: readonly string[]
  readonly mayManage: boolean
  readonly fields: Readonly<Record<string, string>>
}

export function OrganizationForm({ organization, zones, mayManage, fields }: Props) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent') === 'change'
  const { name, timezone, locale, accent, version } = organization
  return (
    <Panel title={t('Organisation')} lead={t('The name people see, and where its clock stands. Times of resources are in their own zones.')}>
      <Form method="post" preventScrollReset>
        <fieldset disabled={!mayManage} className="grid gap-4">
          <input type="hidden" name="version" value={version} />
          <TextField label={t('Name')} name="name" required maxLength={120} defaultValue={name} error={fields['name']} />
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <SelectField label={t('Time zone')} name="timezone" defaultValue={timezone} error={fields['timezone']}>
              {zones.includes(timezone) ? null : <option>{timezone}</option>}
              {zones.map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </SelectField>
            <LocaleField label={t('Language of e-mails')} chosen={locale} error={fields['locale']} hint={t('For people who chose none in their profile.')} />
          </div>
          <Accent accent={accent} error={fields['accent']} />
          {mayManage ? (
            <div>
              <Button tone="primary" name="intent" value="change" busy={busy}>
                {t('Save')}
              </Button>
            </div>
          ) : null}
        </fieldset>
      </Form>
    </Panel>
  )
}

function Accent({ accent, error }: { accent: string | null; error: string | undefined }) {
  const { t } = useTranslation()
  const [own, setOwn] = useState(accent !== null)
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1 text-sm font-medium">{t('Accent colour')}</legend>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
        <label className="flex min-h-9 items-center gap-2">
          <input type="radio" name="own_accent" value="no" checked={!own} onChange={() => setOwn(false)} className="size-4 accent-accent-solid" />
          {t('BookFlow blue')}
        </label>
        <label className="flex min-h-9 items-center gap-2">
          <input type="radio" name="own_accent" value="yes" checked={own} onChange={() => setOwn(true)} className="size-4 accent-accent-solid" />
          {t('Our own')}
        </label>
        <input type="color" name="accent" aria-label={t('Own accent colour')} defaultValue={accent ?? '#2b53c9'} onInput={() => setOwn(true)} className="h-9 w-14 rounded-lg border border-field-line bg-surface p-1" />
      </div>
      {error ? <p className="text-sm text-bad-text">{error}</p> : null}
      <p className="text-[0.8125rem] text-ink-faint">{t('Text in this colour is darkened or lightened until it can be read.')}</p>
    </fieldset>
  )
}
