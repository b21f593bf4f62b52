import { expect, it } from 'vitest'
import { readSettings, settingsFields } from './settings-fields.js'

const schema = {
  properties: {
    max_open_minutes: { type: 'integer', minimum: 1, maximum: 60, default: 15, description: 'How long a door stays open.' },
    greeting: { type: 'string', title: 'Words on the display', maxLength: 40 },
    beeps: { type: 'boolean', default: true },
    colour: { enum: ['red', 'green'] },
    rooms: { type: 'array', items: { type: 'string' } },
    plan: { type: 'object' },
  },
  required: ['greeting'],
}

it('makes a field of every property, with the stored value or the default', () => {
  const fields = settingsFields(schema, { greeting: 'Hello', rooms: ['A', 'B'] })
  expect(fields.map(({ kind, label, value }) => [kind, label, value])).toEqual([
    ['number', 'Max open minutes', '15'],
    ['text', 'Words on the display', 'Hello'],
    ['switch', 'Beeps', true],
    ['choice', 'Colour', ''],
    ['lines', 'Rooms', 'A\nB'],
    ['json', 'Plan', ''],
  ])
  expect(fields[0]).toMatchObject({ min: 1, max: 60, hint: 'How long a door stays open.', required: false })
  expect(fields[1]).toMatchObject({ required: true, maxLength: 40 })
})

it('reads a form back into the schema’s types and leaves empty fields to their defaults', () => {
  const form = new FormData()
  form.set('setting.max_open_minutes', '20')
  form.set('setting.greeting', ' Welcome ')
  form.set('setting.rooms', 'A\n\n B ')
  form.set('setting.plan', '{"mon": 1}')
  expect(readSettings(settingsFields(schema, {}), form)).toEqual({ max_open_minutes: 20, greeting: 'Welcome', beeps: false, rooms: ['A', 'B'], plan: { mon: 1 } })
})

it('has no fields without a schema', () => {
  expect(settingsFields(null, {})).toEqual([])
})
