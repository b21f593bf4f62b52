import { describe, expect, it } from 'vitest'
import type { Resource } from '#modules/resources/contract'
import { blankDraft, draftOf, numberFields, type ResourceDraft } from './resource-draft.js'
import { readResourceForm } from './resource-form.server.js'
import { weekdays } from './weekdays.js'

/** The form as a browser sends it, with a blank line below every repeated part. */
function formOf(draft: ResourceDraft): FormData {
  const form = new FormData()
  const blank = { from: '', to: '' }
  const put = (name: string, value: string): void => form.append(name, value)
  put('name', ` ${draft.name} `)
  put('type_id', draft.typeId)
  put('description', draft.description.replaceAll('\n', '\r\n'))
  put('location', draft.location)
  put('timezone', draft.timezone)
  if (draft.showsTitles) put('shows_titles', 'on')
  for (const field of numberFields) put(field, draft.numbers[field])
  put('open', draft.alwaysOpen ? 'always' : 'hours')
  const intervals = (at: string, list: readonly { from: string; to: string }[]): void =>
    [...list, blank].forEach(({ from, to }) => {
      put(`${at}.from`, from)
      put(`${at}.to`, to === '24:00' ? '00:00' : to)
    })
  for (const [day] of weekdays) intervals(`hours.${day}`, draft.hours[day])
  ;[...draft.exceptions, { date: '', reason: '', intervals: [] }].forEach(({ date, reason, intervals: times }, index) => {
    put(`exceptions.${index * 3}.date`, date)
    put(`exceptions.${index * 3}.reason`, reason)
    intervals(`exceptions.${index * 3}`, times)
  })
  ;[...draft.attributes, { name: '', kind: 'text', value: '' }].forEach(({ name, kind, value }, index) => {
    put(`attributes.${index}.name`, name)
    put(`attributes.${index}.kind`, kind)
    put(`attributes.${index}.value`, value)
  })
  for (const id of draft.ownerIds) put('owner_ids', id)
  return form
}

const day = [{ from: '08:00', to: '12:00' }, { from: '13:00', to: '24:00' }]
const resource: Resource = {
  id: 'r-1',
  name: 'Atlas',
  type_id: 't-1',
  type: 'Room',
  description: 'Two\nlines',
  location: 'North, floor 2',
  timezone: 'Europe/Berlin',
  units: 2,
  seats: null,
  shows_titles: true,
  opening_hours: { mon: day, tue: day, wed: [], thu: day, fri: day, sat: [], sun: [] },
  exceptions: [{ date: '2027-12-24', intervals: [{ from: '08:00', to: '12:00' }], reason: 'Christmas Eve' }, { date: '2027-12-25', intervals: [], reason: null }],
  buffer_before_minutes: 5,
  buffer_after_minutes: 10,
  min_notice_minutes: 60,
  horizon_days: 90,
  min_duration_minutes: 30,
  max_duration_minutes: 240,
  attributes: { screen: true, floor: 2, colour: 'blue' },
  owner_ids: ['u-1', 'u-2'],
  archived_at: null,
  version: 4,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
}
const { id: _id, type: _type, archived_at: _archived, version: _version, created_at: _created, updated_at: _updated, ...sendable } = resource

describe('readResourceForm', () => {
  it('sends back exactly what REST gave: nothing is lost on the way through the form', () => {
    expect(readResourceForm(formOf(draftOf(resource))).body).toEqual(sendable)
  })

  it('keeps always open apart from a week without hours', () => {
    expect(readResourceForm(formOf({ ...draftOf(resource), alwaysOpen: true })).body?.opening_hours).toBeNull()
    const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
    expect(readResourceForm(formOf({ ...draftOf(resource), hours: closed })).body?.opening_hours).toEqual(closed)
  })

  it('names each field that is not a number and keeps what was typed', () => {
    const draft = blankDraft('Europe/Berlin')
    const read = readResourceForm(formOf({ ...draft, name: 'Van', numbers: { ...draft.numbers, units: '', seats: 'eight', horizon_days: '-3' } }))
    expect(read.body).toBeNull()
    expect(Object.keys(read.fields ?? {})).toEqual(['units', 'seats', 'horizon_days'])
    expect(read.draft.numbers.seats).toBe('eight')
  })

  it('refuses attributes it cannot read, at their line', () => {
    const attributes = [
      { name: '2nd', kind: 'text', value: 'x' },
      { name: 'floor', kind: 'number', value: 'two' },
      { name: 'screen', kind: 'yes_no', value: 'maybe' },
      { name: 'floor', kind: 'number', value: '3' },
    ] as const
    const { fields } = readResourceForm(formOf({ ...draftOf(resource), attributes }))
    expect(Object.keys(fields ?? {})).toEqual(['attributes.0', 'attributes.1', 'attributes.2', 'attributes.3'])
  })
})
