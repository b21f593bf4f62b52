import type { ReportName } from '#modules/reports/contract'
import { phrase } from '../language/phrases.js'

/** Each report's name and what it counts, in the order in which they are offered. */
export const reportTitles: Readonly<Record<ReportName, { readonly title: string; readonly lead: string }>> = {
  utilisation: { title: phrase('Utilisation'), lead: phrase('How much of its opening hours each resource is booked. Booked is what was confirmed, took place or was missed.') },
  occupancy: { title: phrase('Over time'), lead: phrase('How much of all opening hours is booked, over time.') },
  hours: { title: phrase('Hours of the week'), lead: phrase('When resources are used, on the clock where they are.') },
  people: { title: phrase('People'), lead: phrase('Who books how much. Shown are those with the most time.') },
  outcomes: { title: phrase('Outcomes'), lead: phrase('What became of the bookings that were to start in this time.') },
  'lead-time': { title: phrase('Lead time'), lead: phrase('How long before the start people book.') },
  approvals: { title: phrase('Decisions'), lead: phrase('How long requests wait for a decision.') },
}
