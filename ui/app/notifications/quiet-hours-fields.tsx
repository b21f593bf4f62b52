import { weekdays, type QuietHours } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { TextField } from '../kit/field.js'
import { phrase } from '../language/phrases.js'

const dayNames: Record<QuietHours['days'][number], string> = {
  mon: phrase('Mon'),
  tue: phrase('Tue'),
  wed: phrase('Wed'),
  thu: phrase('Thu'),
  fri: phrase('Fri'),
  sat: phrase('Sat'),
  sun: phrase('Sun'),
}

/** Hours in which mail waits. Reminders and what needs a decision soon do not wait: REST knows which. */
export function QuietHoursFields({ quiet }: { quiet: QuietHours | null }) {
  const { t } = useTranslation()
  return (
    <fieldset className="group/quiet grid gap-3">
      <legend className="sr-only">{t('Quiet hours')}</legend>
      <label className="flex min-h-10 items-center gap-3 rounded-lg px-2 hover:bg-sunken">
        <input type="checkbox" name="quiet" defaultChecked={quiet !== null} className="size-4 shrink-0 accent-accent-solid" />
        {t('Quiet hours: mail waits until they are over')}
      </label>
      <div className="grid gap-3 pl-2 group-[:not(:has(input[name=quiet]:checked))]/quiet:hidden">
        <div className="grid grid-cols-2 items-start gap-3 sm:max-w-96">
          <TextField label={t('From')} name="quiet_from" type="time" defaultValue={quiet?.from ?? '20:00'} />
          <TextField label={t('To')} name="quiet_to" type="time" defaultValue={quiet?.to === '24:00' ? '00:00' : (quiet?.to ?? '07:00')} hint={t('Earlier than the start: on the next day.')} />
        </div>
        <fieldset>
          <legend className="pb-1 text-sm font-medium">{t('Days on which it becomes quiet')}</legend>
          <div className="flex flex-wrap gap-x-1">
            {weekdays.map((day) => (
              <label key={day} className="flex min-h-10 items-center gap-2 rounded-lg px-2 text-sm hover:bg-sunken">
                <input type="checkbox" name="quiet_day" value={day} defaultChecked={quiet?.days.includes(day) ?? true} className="size-4 shrink-0 accent-accent-solid" />
                {t(dayNames[day])}
              </label>
            ))}
          </div>
        </fieldset>
      </div>
    </fieldset>
  )
}
