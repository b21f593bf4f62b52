import type { Resource } from '#modules/resources/contract'
import { eachDay, type Weekday } from './weekdays.js'

export interface DraftInterval {
  readonly from: string
  readonly to: string
}
export interface DraftException {
  readonly date: string
  readonly reason: string
  readonly intervals: readonly DraftInterval[]
}
export type AttributeKind = 'text' | 'number' | 'yes_no'
export interface DraftAttribute {
  readonly name: string
  readonly kind: AttributeKind
  readonly value: string
}

/** Numbers of the form, as REST names them. */
export const numberFields = [
  'units',
  'seats',
  'buffer_before_minutes',
  'buffer_after_minutes',
  'min_notice_minutes',
  'horizon_days',
  'min_duration_minutes',
  'max_duration_minutes',
] as const
export type NumberField = (typeof numberFields)[number]

/** The resource form as text, exactly as the person left it. */
export interface ResourceDraft {
  readonly name: string
  readonly typeId: string
  /** The name of a kind that does not exist yet; it wins over `typeId`. */
  readonly newType: string
  readonly description: string
  readonly location: string
  readonly timezone: string
  readonly showsTitles: boolean
  readonly numbers: Readonly<Record<NumberField, string>>
  readonly alwaysOpen: boolean
  readonly hours: Readonly<Record<Weekday, readonly DraftInterval[]>>
  readonly exceptions: readonly DraftException[]
  readonly attributes: readonly DraftAttribute[]
  readonly ownerIds: readonly string[]
}

/** A new resource as REST would make it with a name alone, open on working days. */
export function blankDraft(timezone: string): ResourceDraft {
  return {
    name: '',
    typeId: '',
    newType: '',
    description: '',
    location: '',
    timezone,
    showsTitles: false,
    numbers: {
      units: '1',
      seats: '',
      buffer_before_minutes: '0',
      buffer_after_minutes: '0',
      min_notice_minutes: '0',
      horizon_days: '365',
      min_duration_minutes: '15',
      max_duration_minutes: '1440',
    },
    alwaysOpen: true,
    hours: eachDay((day) => (day === 'sat' || day === 'sun' ? [] : [{ from: '08:00', to: '18:00' }])),
    exceptions: [],
    attributes: [],
    ownerIds: [],
  }
}

export function draftOf(resource: Resource): ResourceDraft {
  const blank = blankDraft(resource.timezone)
  const numbers = Object.fromEntries(numberFields.map((field) => [field, String(resource[field] ?? '')]))
  return {
    ...blank,
    name: resource.name,
    typeId: resource.type_id ?? '',
    description: resource.description,
    location: resource.location,
    showsTitles: resource.shows_titles,
    numbers: numbers as ResourceDraft['numbers'],
    alwaysOpen: resource.opening_hours === null,
    hours: resource.opening_hours ?? blank.hours,
    exceptions: resource.exceptions.map(({ date, reason, intervals }) => ({ date, reason: reason ?? '', intervals })),
    attributes: Object.entries(resource.attributes).map(([name, value]) => ({ name, kind: kindOf(value), value: value === true ? 'yes' : value === false ? 'no' : String(value) })),
    ownerIds: resource.owner_ids,
  }
}

function kindOf(value: unknown): AttributeKind {
  return typeof value === 'boolean' ? 'yes_no' : typeof value === 'number' ? 'number' : 'text'
}
