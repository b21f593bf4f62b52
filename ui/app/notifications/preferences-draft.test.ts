import { expect, it } from 'vitest'
import { readPreferences, reminderUnit } from './preferences-draft.js'

function formOf(fields: Readonly<Record<string, string | readonly string[]>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  return form
}

it('reads what is wanted, when, and in which mail', () => {
  const form = formOf({
    kind: ['booking_confirmed', 'approval_needed', 'daily_digest'],
    wanted: ['approval_needed'],
    'delivery.booking_confirmed': 'daily_digest',
    quiet: 'on',
    quiet_from: '20:00',
    quiet_to: '07:00',
    quiet_day: ['fri', 'mon'],
    reminder: ['60', '60', '15'],
    digest_hour: '7',
  })
  expect(readPreferences(form)).toEqual({
    items: [
      { kind: 'booking_confirmed', email: false, delivery: 'daily_digest' },
      { kind: 'approval_needed', email: true },
    ],
    quiet_hours: { from: '20:00', to: '07:00', days: ['mon', 'fri'] },
    reminder_minutes: [60, 15],
    digest_hour: 7,
  })
})

it('has no quiet hours unless they are ticked', () => {
  expect(readPreferences(formOf({ kind: [], quiet_from: '20:00', quiet_to: '07:00', digest_hour: '8' }))).toEqual({ items: [], quiet_hours: null, reminder_minutes: [], digest_hour: 8 })
})

it('says a reminder in the largest unit that fits', () => {
  expect([15, 90, 120, 1_440, 10_080].map(reminderUnit)).toEqual([
    { unit: 'minutes', count: 15 },
    { unit: 'minutes', count: 90 },
    { unit: 'hours', count: 2 },
    { unit: 'days', count: 1 },
    { unit: 'days', count: 7 },
  ])
})
