import type { Preferences } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { QuietHoursFields } from './quiet-hours-fields.js'
import { reminderChoices, reminderUnit } from './preferences-draft.js'
import { SelectField } from '../kit/field.js'
import { Panel } from '../kit/screen.js'

const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** When mail comes: reminders, the hour of the daily summary, and when none comes at all. @param place whose clock that is, in a word */
export function TimingFields({ preferences, place }: { preferences: Preferences; place: string }) {
  const { t } = useTranslation()
  const { reminder_minutes, digest_hour, quiet_hours } = preferences
  const choices = [...new Set([...reminderChoices, ...reminder_minutes])].sort((one, other) => one - other)
  const before = (minutes: number): string => {
    const { unit, count } = reminderUnit(minutes)
    if (unit === 'days') return t('{{count}} days before', { count })
    return unit === 'hours' ? t('{{count}} hours before', { count }) : t('{{count}} minutes before', { count })
  }
  return (
    <Panel title={t('When')} lead={t('On your clock, that of {{place}}.', { place })}>
      <fieldset className="grid gap-1">
        <legend className="pb-1 text-sm font-medium">{t('Remind me of bookings, at most five times')}</legend>
        <div className="flex flex-wrap gap-x-2">
          {choices.map((minutes) => (
            <label key={minutes} className="flex min-h-10 items-center gap-2.5 rounded-lg px-2 text-sm hover:bg-sunken">
              <input type="checkbox" name="reminder" value={minutes} defaultChecked={reminder_minutes.includes(minutes)} className="size-4 shrink-0 accent-accent-solid" />
              {before(minutes)}
            </label>
          ))}
        </div>
      </fieldset>
      <SelectField label={t('The summary of the day leaves at')} name="digest_hour" defaultValue={digest_hour} className="sm:max-w-72">
        {hours.map((hour) => (
          <option key={hour} value={hour}>
            {`${String(hour).padStart(2, '0')}:00`}
          </option>
        ))}
      </SelectField>
      <QuietHoursFields quiet={quiet_hours} />
    </Panel>
  )
}
