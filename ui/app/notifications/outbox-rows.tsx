import type { MailState, OutboxItem } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { deliveryLooks, stateLooks } from './outbox-words.js'
import { Badge } from '../kit/badge.js'

export interface OutboxRow extends Pick<OutboxItem, 'id' | 'status' | 'attempts' | 'reason'> {
  readonly what: string
  readonly to: string | null
  readonly made: string
  readonly then: string
  /** What the provider said afterwards, and when; null as long as it said nothing. */
  readonly delivery: { readonly state: MailState; readonly when: string } | null
}

export function OutboxRows({ rows, selectable }: { rows: readonly OutboxRow[]; selectable: boolean }) {
  const { t } = useTranslation()
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
      {rows.map(({ id, status, what, to, attempts, reason, made, then, delivery }) => {
        const { tone, icon, text, meaning } = delivery ? deliveryLooks[delivery.state] : stateLooks[status]
        return (
          <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,1fr)_8rem_14rem]">
            <div className="flex min-w-0 items-start gap-3">
              {selectable && status === 'dead' ? (
                <input form="replay" type="checkbox" name="selected" value={id} aria-label={t('Select {{what}}, {{when}}', { what, when: made })} className="mt-1 size-4 shrink-0 accent-accent-solid" />
              ) : null}
              <div className="min-w-0">
                <p className="font-medium">
                  {what}
                  {to ? <span className="font-normal text-ink-soft"> {t('to {{name}}', { name: to })}</span> : null}
                </p>
                {reason ? <p className="text-sm break-words text-ink-soft">{reason}</p> : null}
              </div>
            </div>
            <div title={t(meaning)}>
              <Badge tone={tone} icon={icon}>
                {t(text)}
              </Badge>
            </div>
            <p className="text-[0.8125rem] text-ink-faint tabular-nums max-md:col-span-2">
              {[made, delivery ? delivery.when : then === made ? '' : then].filter(Boolean).join(', ')}
              {attempts > 1 ? ` · ${t('{{count}} attempts', { count: attempts })}` : ''}
            </p>
          </li>
        )
      })}
    </ul>
  )
}
