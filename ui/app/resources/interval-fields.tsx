import { useTranslation } from 'react-i18next'
import type { DraftInterval } from './resource-draft.js'
import { cell } from './form-section.js'

/** As many as a day may have in REST. */
const mostIntervals = 8

interface Props {
  /** `hours.mon`, `exceptions.2`: the fields become `….from` and `….to`. */
  readonly at: string
  /** Whose times these are, for assistive technology. */
  readonly label: string
  readonly intervals: readonly DraftInterval[]
  readonly least: number
  readonly describedBy?: string | undefined
}

/** The times of one day: what is there and one empty pair more, so that a further one can be given without scripts. */
export function IntervalFields({ at, label, intervals, least, describedBy }: Props) {
  const { t } = useTranslation()
  const count = Math.min(mostIntervals, Math.max(least, intervals.length + 1))
  const pairs = Array.from({ length: count }, (_, index) => intervals[index] ?? { from: '', to: '' })
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2">
      {pairs.map(({ from, to }, index) => (
        <span key={index} className="inline-flex items-center gap-1.5">
          <input className={cell} type="time" name={`${at}.from`} defaultValue={from} aria-label={t('{{label}}, opens{{which}}', { label, which: ordinal(index) })} aria-describedby={describedBy} />
          <span aria-hidden="true" className="text-ink-faint">
            –
          </span>
          <input className={cell} type="time" name={`${at}.to`} defaultValue={to === '24:00' ? '00:00' : to} aria-label={t('{{label}}, closes{{which}}', { label, which: ordinal(index) })} aria-describedby={describedBy} />
        </span>
      ))}
    </div>
  )
}

function ordinal(index: number): string {
  return index === 0 ? '' : ` (${index + 1})`
}
