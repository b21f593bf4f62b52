import type { OpeningHours } from '#modules/resources/contract'
import { textOf } from '../session/form-problem.js'
import { numberFields, type AttributeKind, type DraftAttribute, type DraftInterval, type NumberField, type ResourceDraft } from './resource-draft.js'
import { eachDay } from './weekdays.js'
import { words } from '../language/words.server.js'

export interface ResourceBody {
  readonly name: string
  readonly type_id: string | null
  readonly description: string
  readonly location: string
  readonly timezone: string
  readonly shows_titles: boolean
  readonly units: number
  readonly seats: number | null
  readonly opening_hours: OpeningHours | null
  readonly exceptions: readonly { date: string; intervals: DraftInterval[]; reason: string | null }[]
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  readonly owner_ids: readonly string[]
}
/** `fields` holds one sentence per form field that is not readable; then there is no body. */
export type ReadResource =
  | { readonly draft: ResourceDraft; readonly body: ResourceBody; readonly fields: null }
  | { readonly draft: ResourceDraft; readonly body: null; readonly fields: Readonly<Record<string, string>> }

/** Rows beyond this were not made by the form. */
const mostRows = 400

/** Reads the form. Blank rows are dropped, so that positions in the draft are the positions REST names in its refusals. */
export function readResourceForm(form: FormData): ReadResource {
  const draft = draftFromForm(form)
  const fields: Record<string, string> = {}
  const numbers = Object.fromEntries(numberFields.map((field) => [field, wholeNumber(draft.numbers[field], field, fields)])) as Record<NumberField, number | null>
  const attributes = attributesOf(draft.attributes, fields)
  if (Object.keys(fields).length > 0) return { draft, body: null, fields }
  const { units, seats, ...limits } = numbers
  const given = Object.fromEntries(Object.entries({ units, ...limits }).filter(([, value]) => value !== null)) as Record<Exclude<NumberField, 'seats'>, number>
  const body: ResourceBody = {
    name: draft.name,
    type_id: draft.typeId || null,
    description: draft.description,
    location: draft.location,
    timezone: draft.timezone,
    shows_titles: draft.showsTitles,
    seats,
    ...given,
    opening_hours: draft.alwaysOpen ? null : eachDay((day) => draft.hours[day].map(closing)),
    exceptions: draft.exceptions.map(({ date, reason, intervals }) => ({ date, reason: reason || null, intervals: intervals.map(closing) })),
    attributes,
    owner_ids: draft.ownerIds,
  }
  return { draft, body, fields: null }
}

function draftFromForm(form: FormData): ResourceDraft {
  const exceptions = rows(form, 'exceptions', (at) => ({ date: textOf(form, `${at}.date`), reason: textOf(form, `${at}.reason`), intervals: intervalsFrom(form, at) }))
  const attributes = rows(form, 'attributes', (at) => ({ name: textOf(form, `${at}.name`), kind: textOf(form, `${at}.kind`) as AttributeKind, value: textOf(form, `${at}.value`) }))
  return {
    name: textOf(form, 'name'),
    typeId: textOf(form, 'type_id'),
    newType: textOf(form, 'new_type'),
    description: textOf(form, 'description').replaceAll('\r\n', '\n'),
    location: textOf(form, 'location'),
    timezone: textOf(form, 'timezone'),
    showsTitles: form.has('shows_titles'),
    numbers: Object.fromEntries(numberFields.map((field) => [field, textOf(form, field)])) as ResourceDraft['numbers'],
    alwaysOpen: textOf(form, 'open') !== 'hours',
    hours: eachDay((day) => intervalsFrom(form, `hours.${day}`)),
    exceptions: exceptions.filter(({ date }) => date !== ''),
    attributes: attributes.filter(({ name, value }) => name !== '' || value !== ''),
    ownerIds: form.getAll('owner_ids').filter((id) => typeof id === 'string'),
  }
}

/** Rows of a repeated part, by the positions its fields carry: `exceptions.3.date`. Removed rows leave gaps. */
function rows<T>(form: FormData, part: string, read: (at: string) => T): T[] {
  const positions = [...form.keys()].map((key) => new RegExp(`^${part}\\.(\\d{1,3})\\.`).exec(key)?.[1]).filter((position) => position !== undefined)
  return [...new Set(positions)]
    .sort((a, b) => Number(a) - Number(b))
    .slice(0, mostRows)
    .map((position) => read(`${part}.${position}`))
}

function intervalsFrom(form: FormData, at: string): DraftInterval[] {
  const from = form.getAll(`${at}.from`)
  const to = form.getAll(`${at}.to`)
  return from.map((start, index) => ({ from: String(start), to: String(to[index] ?? '') })).filter((interval) => interval.from !== '' || interval.to !== '')
}

/** A time field cannot say 24:00; at the end of an interval midnight is the day's end. */
function closing({ from, to }: DraftInterval): DraftInterval {
  return { from, to: to === '00:00' ? '24:00' : to }
}

function wholeNumber(text: string, field: NumberField, fields: Record<string, string>): number | null {
  if (text === '' && field === 'seats') return null
  if (/^\d{1,7}$/.test(text)) return Number(text)
  fields[field] = words()('Give a whole number.')
  return null
}

function attributesOf(list: readonly DraftAttribute[], fields: Record<string, string>): Record<string, string | number | boolean> {
  const entries = list.map(({ name, kind, value }, index) => {
    const faulty = (detail: string): string => (fields[`attributes.${index}`] = detail)
    if (!/^[A-Za-z][\w.-]{0,59}$/.test(name)) faulty(words()('A name starts with a letter and goes on with letters, digits, dots, dashes and underscores.'))
    else if (list.findIndex((other) => other.name === name) !== index) faulty(words()('There is another attribute named {{name}}.', { name }))
    if (kind === 'number' && (value === '' || !Number.isFinite(Number(value)))) faulty(words()('Give a number, for example 2 or 3.5.'))
    if (kind === 'yes_no' && !/^(yes|no|true|false|ja|nein)$/i.test(value)) faulty(words()('Give yes or no.'))
    return [name, kind === 'number' ? Number(value) : kind === 'yes_no' ? /^(yes|true|ja)$/i.test(value) : value] as const
  })
  return Object.fromEntries(entries)
}
