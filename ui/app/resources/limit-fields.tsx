import { useTranslation } from 'react-i18next'
import { TextField } from '../kit/field.js'
import { phrase } from '../language/phrases.js'
import { FormSection } from './form-section.js'
import type { NumberField, ResourceDraft } from './resource-draft.js'

interface Limit {
  readonly name: NumberField
  readonly label: string
  readonly hint?: string
  readonly min: number
  readonly max: number
}

const longest = 31 * 24 * 60
const limits: readonly Limit[] = [
  { name: 'min_duration_minutes', label: phrase('Shortest booking, minutes'), min: 1, max: longest },
  { name: 'max_duration_minutes', label: phrase('Longest booking, minutes'), min: 1, max: longest, hint: phrase('1440 is a day') },
  { name: 'min_notice_minutes', label: phrase('Notice, minutes'), min: 0, max: 525_600, hint: phrase('How long before its start a booking must be made') },
  { name: 'horizon_days', label: phrase('How far ahead, days'), min: 1, max: 1830 },
  { name: 'buffer_before_minutes', label: phrase('Kept free before, minutes'), min: 0, max: 1440 },
  { name: 'buffer_after_minutes', label: phrase('Kept free after, minutes'), min: 0, max: 1440, hint: phrase('For cleaning, charging, the way back') },
]

/** @param fields errors by field */
export function LimitFields({ draft, fields }: { draft: ResourceDraft; fields: Readonly<Record<string, string>> }) {
  const { t } = useTranslation()
  return (
    <FormSection title={t('Limits and buffers')} hint={t('Changes hold for new bookings; those that stand keep the buffers they were made with.')}>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {limits.map(({ name, label, hint, min, max }) => (
          <TextField key={name} label={t(label)} name={name} type="number" inputMode="numeric" required min={min} max={max} defaultValue={draft.numbers[name]} hint={hint && t(hint)} error={fields[name]} />
        ))}
      </div>
    </FormSection>
  )
}
