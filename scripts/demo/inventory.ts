/** What the demo organisations share, as `POST /v1/resource-types` and `POST /v1/resources` take it. Owners are named by address. */
export interface DemoResource {
  name: string
  type: string
  description: string
  location: string
  owners: readonly string[]
  settings: Readonly<Record<string, unknown>>
}

const weekdays = (from: string, to: string): Record<string, { from: string; to: string }[]> => ({
  ...Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ from, to }]])),
  sat: [],
  sun: [],
})
const office = weekdays('07:00', '20:00')

export const harbourResources: readonly DemoResource[] = [
  { name: 'Elbe', type: 'Meeting room', description: 'Bright corner room with a view of the river.', location: '2nd floor, north', owners: ['jonas@harbour.example'], settings: { seats: 10, opening_hours: office, buffer_after_minutes: 10, shows_titles: true, attributes: { screen: true, whiteboard: true } } },
  { name: 'Alster', type: 'Meeting room', description: 'Small room for up to four.', location: '2nd floor, north', owners: ['jonas@harbour.example'], settings: { seats: 4, opening_hours: office, attributes: { screen: true } } },
  { name: 'Bille', type: 'Meeting room', description: 'Six seats around one table, blinds for screens.', location: '1st floor', owners: ['jonas@harbour.example'], settings: { seats: 6, opening_hours: office, shows_titles: true, attributes: { screen: true, whiteboard: true } } },
  { name: 'Auditorium', type: 'Hall', description: 'Stage, sound and light. Half an hour is kept free around every event.', location: 'Ground floor', owners: ['helena@harbour.example', 'mira@harbour.example'], settings: { seats: 120, opening_hours: weekdays('08:00', '22:00'), buffer_before_minutes: 30, buffer_after_minutes: 30, max_duration_minutes: 720, min_notice_minutes: 120, attributes: { screen: true, stage: true } } },
  { name: 'Podcast studio', type: 'Studio', description: 'Four microphones, treated walls. Bring your own headphones.', location: 'Basement', owners: ['mira@harbour.example'], settings: { seats: 4, opening_hours: office, buffer_after_minutes: 15, max_duration_minutes: 480, attributes: { microphones: 4 } } },
  { name: 'Photo studio', type: 'Studio', description: 'Daylight and flash, 60 m².', location: 'Basement', owners: ['mira@harbour.example'], settings: { seats: 8, opening_hours: office, max_duration_minutes: 600, attributes: { backdrop: true } } },
  { name: 'Flex desks', type: 'Desk', description: 'Six desks, first come, first served.', location: '3rd floor', owners: ['jonas@harbour.example'], settings: { units: 6, seats: 1, opening_hours: office, horizon_days: 60 } },
  { name: 'Focus booths', type: 'Booth', description: 'Three closed booths for calls and quiet hours.', location: '3rd floor', owners: ['jonas@harbour.example'], settings: { units: 3, seats: 1, opening_hours: office, max_duration_minutes: 180, attributes: { screen: true } } },
  { name: 'Cargo bike', type: 'Vehicle', description: 'Two bikes with a box for 80 kg.', location: 'Courtyard', owners: ['lea@harbour.example'], settings: { units: 2, max_duration_minutes: 2880, attributes: { electric: true } } },
  { name: 'Van', type: 'Vehicle', description: 'Nine seats. Return it with half a battery at least.', location: 'Courtyard', owners: ['helena@harbour.example'], settings: { seats: 9, min_notice_minutes: 60, max_duration_minutes: 4320, buffer_after_minutes: 30, attributes: { electric: true } } },
]

export const northlabResources: readonly DemoResource[] = [
  { name: 'Electron microscope', type: 'Instrument', description: 'Training required.', location: 'Lab 4', owners: ['rui@northlab.example'], settings: { max_duration_minutes: 480, buffer_after_minutes: 30 } },
  { name: 'Seminar room', type: 'Meeting room', description: 'Twenty seats and a projector.', location: '1st floor', owners: ['rui@northlab.example'], settings: { seats: 20, opening_hours: weekdays('08:00', '19:00') } },
]

const step = (mode: 'any' | 'all', ...approvers: readonly unknown[]): unknown => ({ mode, approvers })

/** Rules as `POST /v1/workflow-rules` takes them, with names of resource types to be put in as ids. */
export const harbourRules = (typeId: (name: string) => string): readonly Record<string, unknown>[] => [
  { name: 'No vehicles at weekends', description: 'The insurance covers working days.', priority: 10, conditions: [{ kind: 'resource_type', in: [typeId('Vehicle')] }, { kind: 'weekday', in: ['sat', 'sun'] }], outcome: { kind: 'refuse', reason: 'Vehicles are insured on working days only.' } },
  { name: 'The hall: house team first, then management', priority: 20, conditions: [{ kind: 'resource_type', in: [typeId('Hall')] }], outcome: { kind: 'require_approval', steps: [step('any', { kind: 'resource_owners' }), step('any', { kind: 'role', role: 'admin' })] } },
  { name: "Over 4 hours needs the owner's approval", priority: 30, conditions: [{ kind: 'duration', is: 'more_than', minutes: 240 }], outcome: { kind: 'require_approval', steps: [step('any', { kind: 'resource_owners' })] } },
]
