import { weekdays, type Preferences, type PreferencesChange, type QuietHours } from '#modules/notifications/contract'
import { textOf } from '../session/form-problem.js'

/** Offered for reminders, in minutes before the start. */
export const reminderChoices = [15, 30, 60, 120, 1_440, 2_880, 10_080] as const

/** `90` -> 90 minutes, `120` -> 2 hours, `1440` -> 1 day: the largest unit that divides it. */
export function reminderUnit(minutes: number): { readonly unit: 'minutes' | 'hours' | 'days'; readonly count: number } {
  if (minutes % 1_440 === 0) return { unit: 'days', count: minutes / 1_440 }
  return minutes % 60 === 0 ? { unit: 'hours', count: minutes / 60 } : { unit: 'minutes', count: minutes }
}

/** What the form says, as REST wants it; every part is replaced whole. */
export function readPreferences(form: FormData): PreferencesChange {
  const wanted = new Set(form.getAll('wanted').map(String))
  const kinds = form.getAll('kind').map(String) as Preferences['items'][number]['kind'][]
  return {
    items: kinds.flatMap((kind) => {
      if (kind === 'daily_digest') return []
      const delivery = textOf(form, `delivery.${kind}`)
      return [{ kind, email: wanted.has(kind), ...(delivery === 'daily_digest' || delivery === 'immediate' ? { delivery } : {}) }]
    }),
    quiet_hours: textOf(form, 'quiet') === 'on' ? readQuietHours(form) : null,
    reminder_minutes: [...new Set(form.getAll('reminder').map(Number))].filter((minutes) => Number.isInteger(minutes)),
    digest_hour: Number(textOf(form, 'digest_hour')),
  }
}

function readQuietHours(form: FormData): QuietHours {
  const chosen = new Set(form.getAll('quiet_day').map(String))
  return { from: textOf(form, 'quiet_from'), to: textOf(form, 'quiet_to'), days: weekdays.filter((day) => chosen.has(day)) }
}
