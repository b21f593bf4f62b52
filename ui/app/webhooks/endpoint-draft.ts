import type { Endpoint } from '#modules/webhooks/contract'
import type { EventGroup } from './event-choice.js'

/** What the form of an endpoint holds. */
export type EndpointDraft = Pick<Endpoint, 'url' | 'description' | 'event_types' | 'resource_ids'>

export const emptyEndpoint: EndpointDraft = { url: '', description: '', event_types: [], resource_ids: [] }

/** What it offers. */
export interface EndpointChoices {
  readonly groups: readonly EventGroup[]
  readonly resources: readonly { readonly id: string; readonly name: string }[]
}
