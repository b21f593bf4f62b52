/** What a search finds, as the palette and the search screen show it. */
export interface Hit {
  readonly to: string
  readonly name: string
  readonly detail: string
}
export interface Hits {
  readonly q: string
  readonly resources: readonly Hit[]
  readonly bookings: readonly Hit[]
  readonly members: readonly Hit[]
}
