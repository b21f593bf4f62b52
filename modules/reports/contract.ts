import { Type, type Static, type TObject } from 'typebox'
import { approvals } from '#modules/approvals/contract'
import { bookings } from '#modules/bookings/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { resources } from '#modules/resources/contract'
import { defineContract, definePermission } from '#kernel/contract'
import { Body, Id, Nullable, OneOf } from '#kernel/schemas'

/** A calendar day of the organisation's zone, `YYYY-MM-DD`. */
const Day = Type.String({ format: 'date' })

export const reportIntervals = ['day', 'week', 'month'] as const

/** Longest period of a report, in days. */
export const longestPeriod = 366

export const ReportQuery = Body({
  /** Without days: the four weeks that end today. Both days are part of the report. */
  first_day: Type.Optional(Day),
  last_day: Type.Optional(Day),
  resource_id: Type.Optional(Id),
  type_id: Type.Optional(Id),
  /** Of reports over time; weeks begin on Monday, and the first and last may be cut by the period. */
  interval: Type.Optional(OneOf(reportIntervals)),
})
export type ReportRequest = Static<typeof ReportQuery>

const share = (description: string) => Nullable(Type.Number({ minimum: 0, description: `${description} From 0 to 1; null when it was never open.` }))
const count = Type.Integer({ minimum: 0 })
const minutes = (description: string) => Type.Integer({ minimum: 0, description })

const use = {
  open_minutes: minutes('How long it could have been used: opening hours with their exceptions, times its units, while it existed and was not archived.'),
  booked_minutes: minutes('How much of that was booked: confirmed, checked in, completed or missed.'),
  utilisation: share('Booked of open.'),
}
const moment = { starts_on: Day, ends_on: Day }

export const rowSchemas = {
  utilisation: Type.Object({ resource_id: Id, resource: Type.String(), type: Nullable(Type.String()), units: Type.Integer(), bookings: count, ...use, outside_minutes: minutes('Booked outside of the opening hours.') }),
  occupancy: Type.Object({ ...moment, bookings: count, ...use }),
  hours: Type.Object({ weekday: Type.Integer({ minimum: 1, maximum: 7, description: 'Monday is 1.' }), hour: Type.Integer({ minimum: 0, maximum: 23, description: 'On the clock of the resource.' }), ...use }),
  people: Type.Object({ user_id: Id, person: Type.String(), bookings: count, booked_minutes: minutes('Of all of their bookings in the period.'), cancelled: count, missed: count }),
  outcomes: Type.Object({ ...moment, placed: count, kept: count, waiting: count, rejected: count, cancelled: count, cancelled_late: Type.Integer({ minimum: 0, description: 'Of the cancelled: less than 24 hours before the start.' }), expired: count, missed: count }),
  'lead-time': Type.Object({ from_hours: count, to_hours: Nullable(Type.Integer({ description: 'Null: and longer.' })), bookings: count, share: share('Of all bookings.') }),
  approvals: Type.Object({ ...moment, requested: count, approved: count, rejected: count, withdrawn: count, pending: count, median_minutes: Nullable(Type.Integer()), p90_minutes: Nullable(Type.Integer()) }),
} satisfies Record<string, TObject>

export const summarySchemas = {
  utilisation: Type.Object({ resources: count, bookings: count, ...use }),
  occupancy: Type.Object({ bookings: count, ...use }),
  hours: Type.Object({ ...use, busiest: Nullable(Type.Object({ weekday: Type.Integer(), hour: Type.Integer() })) }),
  people: Type.Object({ people: count, bookings: count, booked_minutes: minutes('Of all people.') }),
  outcomes: Type.Object({ placed: count, kept: count, cancelled: count, cancelled_late: count, missed: count, cancellation_rate: share('Cancelled of placed.'), no_show_rate: share('Missed of those that took place or were missed.') }),
  'lead-time': Type.Object({ bookings: count, median_hours: Nullable(Type.Number()), p90_hours: Nullable(Type.Number()) }),
  approvals: Type.Object({ requested: count, approved: count, rejected: count, median_minutes: Nullable(Type.Integer()), p90_minutes: Nullable(Type.Integer()), approval_rate: share('Approved of those decided.') }),
} satisfies Record<keyof typeof rowSchemas, TObject>

export type ReportName = keyof typeof rowSchemas
export const reportNames = Object.keys(rowSchemas) as ReportName[]
export type ReportRow<Name extends ReportName> = Static<(typeof rowSchemas)[Name]>
export type ReportSummary<Name extends ReportName> = Static<(typeof summarySchemas)[Name]>

const PeriodSchema = Type.Object({ first_day: Day, last_day: Day, timezone: Type.String(), interval: OneOf(reportIntervals) })

/** Rows are what a chart draws and a CSV file holds: the same numbers. */
export function reportSchema<Name extends ReportName>(name: Name) {
  return Type.Object({ period: PeriodSchema, summary: summarySchemas[name], rows: Type.Array(rowSchemas[name]) })
}
export interface Report<Name extends ReportName> {
  period: Static<typeof PeriodSchema>
  summary: ReportSummary<Name>
  rows: ReportRow<Name>[]
}

const read = definePermission('reports:read', 'admin', 'read reports on how resources are used')

export const reports = defineContract({
  name: 'reports',
  about: 'Utilisation and other figures, as JSON and CSV.',
  dependsOn: [orgs, members, resources, bookings],
  reads: [approvals],
  permissions: { read },
})
