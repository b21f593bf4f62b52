import type { Report } from '#modules/reports/contract'
import { words } from '../language/words.server.js'
import { hourText, minutesText, momentLabel, numberText, percentText, weekdayText } from './report-numbers.server.js'
import type { ReportView } from './report-view.js'

/** The reports on how much is used: by resource, over time, by hour of the week. */

interface Use {
  readonly open_minutes: number
  readonly booked_minutes: number
  readonly utilisation: number | null
}

function useSentence({ open_minutes, booked_minutes, utilisation }: Use): string {
  const t = words()
  if (utilisation === null) return t('Nothing was open in this time.')
  return t('{{booked}} of {{open}} opening time were booked: {{share}}.', { booked: minutesText(booked_minutes), open: minutesText(open_minutes), share: percentText(utilisation) })
}

/** Every number is a column of its own, named as in the CSV file's order. */
function useColumns(): ReportView['table']['columns'] {
  const t = words()
  return [
    { label: t('Open'), number: true },
    { label: t('Booked'), number: true },
    { label: t('Utilisation'), number: true },
  ]
}

const useCells = ({ open_minutes, booked_minutes, utilisation }: Use): string[] => [minutesText(open_minutes), minutesText(booked_minutes), percentText(utilisation)]

export function utilisationView({ summary, rows }: Report<'utilisation'>): ReportView {
  const t = words()
  const sorted = rows.toSorted((one, other) => (other.utilisation ?? -1) - (one.utilisation ?? -1))
  const [most] = sorted
  const least = sorted.findLast(({ utilisation }) => utilisation !== null)
  const extremes = most && least && most !== least && most.utilisation !== null ? ` ${t('Most: {{most}} with {{mostShare}}; least: {{least}} with {{leastShare}}.', { most: most.resource, mostShare: percentText(most.utilisation), least: least.resource, leastShare: percentText(least.utilisation) })}` : ''
  return {
    sentence: useSentence(summary) + extremes,
    chart: sorted.length > 0 ? { kind: 'bar-list', bars: sorted.map(({ resource, utilisation }) => ({ label: resource, share: Math.min(1, utilisation ?? 0), text: percentText(utilisation) })) } : null,
    table: {
      columns: [{ label: t('Resource'), number: false }, { label: t('Type'), number: false }, { label: t('Units'), number: true }, { label: t('Bookings'), number: true }, ...useColumns(), { label: t('Outside of opening hours'), number: true }],
      rows: sorted.map((row) => [row.resource, row.type ?? '–', numberText(row.units), numberText(row.bookings), ...useCells(row), minutesText(row.outside_minutes)]),
    },
  }
}

export function occupancyView({ period: { interval }, summary, rows }: Report<'occupancy'>): ReportView {
  const t = words()
  const places = rows.map((row) => momentLabel(row, interval))
  const busiest = rows.reduce<number | null>((best, row, index) => (row.utilisation !== null && (best === null || row.utilisation > (rows[best]?.utilisation ?? -1)) ? index : best), null)
  const peak = busiest === null || !rows[busiest]?.utilisation ? '' : ` ${t('Busiest: {{when}} with {{share}}.', { when: places[busiest], share: percentText(rows[busiest].utilisation) })}`
  return {
    sentence: useSentence(summary) + peak,
    chart: {
      kind: 'plot',
      places,
      series: [{ label: t('Utilisation'), look: 'accent', form: 'bars', values: rows.map(({ utilisation }) => (utilisation === null ? null : utilisation * 100)) }],
      stacked: false,
      unit: 'percent',
      axis: t('Booked of open'),
    },
    table: {
      columns: [{ label: t('When'), number: false }, { label: t('Bookings'), number: true }, ...useColumns()],
      rows: rows.map((row, index) => [places[index] ?? '', numberText(row.bookings), ...useCells(row)]),
    },
  }
}

export function hoursView({ summary, rows }: Report<'hours'>): ReportView {
  const t = words()
  const { busiest } = summary
  const at = busiest && rows.find(({ weekday, hour }) => weekday === busiest.weekday && hour === busiest.hour)
  const peak = at ? ` ${t('Busiest: {{weekday}} from {{hour}}, with {{share}}.', { weekday: weekdayText(at.weekday), hour: hourText(at.hour), share: percentText(at.utilisation) })}` : ''
  const cell = (weekday: number, hour: number): number | null => rows.find((row) => row.weekday === weekday && row.hour === hour)?.utilisation ?? null
  return {
    sentence: useSentence(summary) + peak,
    chart: {
      kind: 'week-grid',
      days: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ label: weekdayText(weekday, 'short'), hours: Array.from({ length: 24 }, (_, hour) => cell(weekday, hour)) })),
    },
    table: {
      columns: [{ label: t('Weekday'), number: false }, { label: t('Hour'), number: false }, ...useColumns()],
      rows: rows.filter(({ open_minutes, booked_minutes }) => open_minutes > 0 || booked_minutes > 0).map((row) => [weekdayText(row.weekday), hourText(row.hour), ...useCells(row)]),
    },
  }
}
