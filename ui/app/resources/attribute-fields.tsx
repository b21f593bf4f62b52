import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cell, FormSection, RowError } from './form-section.js'
import type { DraftAttribute, ResourceDraft } from './resource-draft.js'

const blank: DraftAttribute = { name: '', kind: 'text', value: '' }

/** Facts of the organisation's own choosing, which searches and rules can ask about. */
export function AttributeFields({ draft, fields }: { draft: ResourceDraft; fields: Readonly<Record<string, string>> }) {
  const { t } = useTranslation()
  const [extra, setExtra] = useState(1)
  const lines = [...draft.attributes, ...Array.from({ length: extra }, () => blank)]
  return (
    <FormSection title={t('Attributes')} hint={t('Searches and rules can ask about them: a screen, a floor, a colour.')}>
      <div className="grid gap-2">
        {lines.map(({ name, kind, value }, index) => {
          const at = `attributes.${index}`
          const label = t('Attribute {{number}}', { number: index + 1 })
          const shown = kind !== 'yes_no' ? value : value === 'yes' ? t('yes') : value === 'no' ? t('no') : value
          const described = fields[at] ? `${at}-error` : undefined
          return (
            <div key={index} className="grid gap-1">
              <div className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] gap-2">
                <input className={cell} name={`${at}.name`} defaultValue={name} maxLength={60} placeholder={t('screen')} aria-label={t('{{label}}, name', { label })} aria-describedby={described} />
                <select className={cell} name={`${at}.kind`} defaultValue={kind} aria-label={t('{{label}}, kind', { label })}>
                  <option value="text">{t('Text')}</option>
                  <option value="number">{t('Number')}</option>
                  <option value="yes_no">{t('Yes or no')}</option>
                </select>
                <input className={cell} name={`${at}.value`} defaultValue={shown} maxLength={200} placeholder={t('value')} aria-label={t('{{label}}, value', { label })} aria-describedby={described} />
              </div>
              <RowError id={`${at}-error`}>{fields[at]}</RowError>
            </div>
          )
        })}
        <RowError id="attributes-error">{fields['attributes']}</RowError>
        <button type="button" onClick={() => setExtra(extra + 1)} className="inline-flex min-h-9 items-center justify-self-start rounded-lg px-2.5 text-sm font-medium text-accent-text hover:bg-accent-wash">
          {t('Add an attribute')}
        </button>
      </div>
    </FormSection>
  )
}
