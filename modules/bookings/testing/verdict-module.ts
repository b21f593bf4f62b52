/** A module that answers for the rules and remembers what it was asked, as workflows and approvals do. */
import { defineContract } from '#kernel/contract'
import { defineModule, extend, type ModuleSpec } from '#kernel/module'
import { bookings, type Booking, type BookingDraft, type Verdict } from '../contract.js'

export interface Answering {
  module: ModuleSpec
  /** What it answers; undefined says nothing. */
  verdict: Verdict | undefined
  /** Ids it vouches for. */
  visible: string[]
  drafts: BookingDraft[]
  placed: { booking: Booking; verdict: Verdict; previous: Booking | null }[]
  released: { booking: Booking; reason: string }[]
  reset(): void
}

export function verdictModule(): Answering {
  const answering: Answering = {
    module: defineModule({
      contract: defineContract({ name: 'answering', dependsOn: [bookings] }),
      extends: () => [
        extend(bookings.extensionPoints.verdict, async (draft) => {
          answering.drafts.push(draft)
          return answering.verdict
        }),
        extend(bookings.extensionPoints.placed, async (question) => void answering.placed.push(question)),
        extend(bookings.extensionPoints.released, async (question) => void answering.released.push(question)),
        extend(bookings.extensionPoints.visibleTo, async ({ booking_ids }) => booking_ids.filter((id) => answering.visible.includes(id))),
      ],
    }),
    verdict: undefined,
    visible: [],
    drafts: [],
    placed: [],
    released: [],
    reset() {
      Object.assign(answering, { verdict: undefined, visible: [], drafts: [], placed: [], released: [] })
    },
  }
  return answering
}
