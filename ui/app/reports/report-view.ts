/** What a report's screen shows, as texts and numbers: made on the server, drawn by the components. */

export type SeriesLook = 'accent' | 'good' | 'wait' | 'bad' | 'calm'

export interface Series {
  readonly label: string
  readonly look: SeriesLook
  readonly form: 'bars' | 'line'
  /** One for each place on the axis; null where there is none. */
  readonly values: readonly (number | null)[]
}

/** Drawn by a library in the browser; the table says the same without it. */
export interface Plot {
  readonly kind: 'plot'
  readonly places: readonly string[]
  readonly series: readonly Series[]
  readonly stacked: boolean
  readonly unit: 'percent' | 'count' | 'hours'
  readonly axis: string
}

/** One bar for each thing, drawn without scripts. */
export interface BarList {
  readonly kind: 'bar-list'
  readonly bars: readonly { readonly label: string; readonly share: number; readonly text: string }[]
}

/** Seven days of 24 hours. */
export interface WeekGrid {
  readonly kind: 'week-grid'
  readonly days: readonly { readonly label: string; readonly hours: readonly (number | null)[] }[]
}

export interface ReportTable {
  readonly columns: readonly { readonly label: string; readonly number: boolean }[]
  readonly rows: readonly (readonly string[])[]
}

export interface ReportView {
  /** What is seen, in a sentence or two. */
  readonly sentence: string
  /** Null when there is nothing to draw. */
  readonly chart: Plot | BarList | WeekGrid | null
  readonly table: ReportTable
}
