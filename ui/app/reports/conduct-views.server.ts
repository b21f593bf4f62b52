import type { Report } from '#modules/reports/contract'
import { words } from '../language/words.server.js'
import { leadText, minutesText, momentLabel, numberText, percentText } from './report-numbers.server.js'
import type { ReportView, Series, SeriesLook } from './report-view.js'

/** The reports on what people do: who books, what becomes of bookings, how early, how long decisions take. */

const column = (label: string): { label: string; number: true } => ({ label, number: true })

export function peopleView({ summary, rows }: Report<'people'>): ReportView {
  const t = words()
  const most = Math.max(1, ...rows.map(({ booked_minutes }) => booked_minutes))
  return {
    sentence: [t('{{count}} people booked.', { count: summary.people }), t('{{bookings}} bookings, {{time}} in all.', { bookings: numberText(summary.bookings), time: minutesText(summary.booked_minutes) })].join(' '),
    chart: rows.length > 0 ? { kind: 'bar-list', bars: rows.slice(0, 20).map(({ person, booked_minutes }) => ({ label: person, share: booked_minutes / most, text: minutesText(booked_minutes) })) } : null,
    table: {
      columns: [{ label: t('Person'), number: false }, column(t('Bookings')), column(t('Booked')), column(t('Cancelled')), column(t('Missed'))],
      rows: rows.map(({ person, bookings, booked_minutes, cancelled, missed }) => [person, numberText(bookings), minutesText(booked_minutes), numberText(cancelled), numberText(missed)]),
    },
  }
}

export function outcomesView({ period: { interval }, summary, rows }: Report<'outcomes'>): ReportView {
  const t = words()
  const places = rows.map((row) => momentLabel(row, interval))
  const bars = (label: string, look: SeriesLook, of: (row: (typeof rows)[number]) => number): Series => ({ label, look, form: 'bars', values: rows.map(of) })
  return {
    sentence: [
      t('{{count}} bookings were placed.', { count: summary.placed }),
      t('{{cancelled}} were cancelled ({{rate}}), {{late}} of them less than a day before; {{missed}} were missed ({{missedRate}}).', {
        cancelled: numberText(summary.cancelled),
        rate: percentText(summary.cancellation_rate),
        late: numberText(summary.cancelled_late),
        missed: numberText(summary.missed),
        missedRate: percentText(summary.no_show_rate),
      }),
    ].join(' '),
    chart: {
      kind: 'plot',
      places,
      series: [
        bars(t('Kept'), 'good', ({ kept }) => kept),
        bars(t('Waiting'), 'wait', ({ waiting }) => waiting),
        bars(t('Cancelled'), 'calm', ({ cancelled }) => cancelled),
        bars(t('Missed or not granted'), 'bad', ({ missed, rejected, expired }) => missed + rejected + expired),
      ],
      stacked: true,
      unit: 'count',
      axis: t('Bookings'),
    },
    table: {
      columns: [{ label: t('When'), number: false }, ...[t('Placed'), t('Kept'), t('Waiting'), t('Turned down'), t('Cancelled'), t('Of these late'), t('Ran out'), t('Missed')].map(column)],
      rows: rows.map((row, index) => [places[index] ?? '', ...[row.placed, row.kept, row.waiting, row.rejected, row.cancelled, row.cancelled_late, row.expired, row.missed].map(numberText)]),
    },
  }
}

export function leadTimeView({ summary, rows }: Report<'lead-time'>): ReportView {
  const t = words()
  const places = rows.map(({ from_hours, to_hours }) => (to_hours === null ? t('{{time}} and more', { time: leadText(from_hours) }) : t('under {{time}}', { time: leadText(to_hours) })))
  const { median_hours, p90_hours } = summary
  return {
    sentence:
      median_hours === null || p90_hours === null
        ? t('Nothing was booked in this time.')
        : t('Half of all bookings are made at most {{median}} before they start, nine of ten at most {{p90}}.', { median: leadText(median_hours), p90: leadText(p90_hours) }),
    chart: { kind: 'plot', places, series: [{ label: t('Bookings'), look: 'accent', form: 'bars', values: rows.map(({ bookings }) => bookings) }], stacked: false, unit: 'count', axis: t('Bookings') },
    table: {
      columns: [{ label: t('Before the start'), number: false }, column(t('Bookings')), column(t('Share'))],
      rows: rows.map(({ bookings, share }, index) => [places[index] ?? '', numberText(bookings), percentText(share)]),
    },
  }
}

export function approvalsView({ period: { interval }, summary, rows }: Report<'approvals'>): ReportView {
  const t = words()
  const places = rows.map((row) => momentLabel(row, interval))
  const hours = (minutes: number | null): number | null => (minutes === null ? null : minutes / 60)
  const { median_minutes, p90_minutes, approval_rate, requested } = summary
  return {
    sentence: [
      t('{{count}} requests were made.', { count: requested }),
      median_minutes === null ? t('None of them is decided yet.') : t('Half of those decided waited at most {{median}}, nine of ten at most {{p90}}; {{rate}} were approved.', { median: minutesText(median_minutes), p90: minutesText(p90_minutes), rate: percentText(approval_rate) }),
    ].join(' '),
    chart: {
      kind: 'plot',
      places,
      series: [
        { label: t('Half waited at most'), look: 'accent', form: 'line', values: rows.map((row) => hours(row.median_minutes)) },
        { label: t('Nine of ten waited at most'), look: 'wait', form: 'line', values: rows.map((row) => hours(row.p90_minutes)) },
      ],
      stacked: false,
      unit: 'hours',
      axis: t('Hours until the decision'),
    },
    table: {
      columns: [{ label: t('When'), number: false }, ...[t('Requested'), t('Approved'), t('Turned down'), t('Withdrawn'), t('Waiting'), t('Half waited at most'), t('Nine of ten waited at most')].map(column)],
      rows: rows.map((row, index) => [places[index] ?? '', ...[row.requested, row.approved, row.rejected, row.withdrawn, row.pending].map(numberText), minutesText(row.median_minutes), minutesText(row.p90_minutes)]),
    },
  }
}
