import type { MailState, OutboxItem } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { deliveryLooks, stateLooks } from './outbox-words.js'
import { MessageRow } from '../kit/message-row.js'
import { Rows } from '../kit/rows.js'

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
    <Rows>
      {rows.map(({ id, status, what, to, attempts, reason, made, then, delivery }) => (
        <MessageRow
          key={id}
          what={what}
          to={to}
          look={delivery ? deliveryLooks[delivery.state] : stateLooks[status]}
          tick={
            selectable && status === 'dead' ? (
              <input form="replay" type="checkbox" name="selected" value={id} aria-label={t('Select {{what}}, {{when}}', { what, when: made })} className="mt-1 size-4 shrink-0 accent-accent-solid" />
            ) : null
          }
          below={reason ? <p className="text-sm break-words text-ink-soft">{reason}</p> : null}
          aside={`${[made, delivery ? delivery.when : then === made ? '' : then].filter(Boolean).join(', ')}${attempts > 1 ? ` · ${t('{{count}} attempts', { count: attempts })}` : ''}`}
        />
      ))}
    </Rows>
  )
}
