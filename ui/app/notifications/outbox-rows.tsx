import type { OutboxItem } from '#modules/notifications/contract'
import { stateLooks } from './outbox-words.js'
import { Badge } from '../kit/badge.js'

export interface OutboxRow extends Pick<OutboxItem, 'id' | 'status' | 'attempts' | 'reason'> {
  readonly what: string
  readonly to: string | null
  readonly made: string
  readonly then: string
}

export function OutboxRows({ rows, selectable }: { rows: readonly OutboxRow[]; selectable: boolean }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
      {rows.map(({ id, status, what, to, attempts, reason, made, then }) => (
        <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,1fr)_8rem_14rem]">
          <div className="flex min-w-0 items-start gap-3">
            {selectable && status === 'dead' ? <input form="replay" type="checkbox" name="selected" value={id} aria-label={`Select ${what}, ${made}`} className="mt-1 size-4 shrink-0 accent-accent-solid" /> : null}
            <div className="min-w-0">
              <p className="font-medium">
                {what}
                {to ? <span className="font-normal text-ink-soft"> to {to}</span> : null}
              </p>
              {reason ? <p className="text-sm break-words text-ink-soft">{reason}</p> : null}
            </div>
          </div>
          <div title={stateLooks[status].meaning}>
            <Badge tone={stateLooks[status].tone} icon={stateLooks[status].icon}>
              {stateLooks[status].text}
            </Badge>
          </div>
          <p className="text-[0.8125rem] text-ink-faint tabular-nums max-md:col-span-2">
            {made}
            {then && then !== made ? `, ${then}` : ''}
            {attempts > 1 ? ` · ${attempts} attempts` : ''}
          </p>
        </li>
      ))}
    </ul>
  )
}
