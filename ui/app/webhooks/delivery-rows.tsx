import type { DeliverySummary } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { faultTexts } from './delivery-words.js'
import { Badge } from '../kit/badge.js'
import { Rows } from '../kit/rows.js'

export interface DeliveryRow extends Pick<DeliverySummary, 'id' | 'event_type' | 'attempt' | 'status' | 'response_status' | 'fault'> {
  readonly endpoint: string | null
  readonly duration: string
  readonly when: string
  readonly exact: string
  /** When it is tried again; null when it is not, or when that time has come. */
  readonly again: string | null
  /** Failed, and not tried again. */
  readonly final: boolean
}

/** @param form the id of a form that takes ticked attempts; none can be ticked without */
export function DeliveryRows({ rows, form }: { rows: readonly DeliveryRow[]; form?: string }) {
  const { t } = useTranslation()
  return (
    <Rows>
      {rows.map((row) => (
        <li key={row.id} className="flex items-start gap-3 px-4 py-3 hover:bg-sunken">
          {form ? <input form={form} type="checkbox" name="selected" value={row.id} aria-label={t('Select {{what}}, {{when}}', { what: row.event_type, when: row.exact })} className="relative z-1 mt-1 size-4 shrink-0 accent-accent-solid" /> : null}
          <div className="relative grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,1fr)_8rem_15rem]">
            <div className="min-w-0">
              <Link to={`/app/webhooks/deliveries/${row.id}`} className="block truncate font-mono text-sm font-medium text-ink no-underline after:absolute after:inset-0">
                {row.event_type}
              </Link>
              <p className="text-sm break-words text-ink-soft">{[row.endpoint, outcome(row, t)].filter(Boolean).join(' · ')}</p>
            </div>
            <div className="justify-self-end md:justify-self-start">
              <AttemptBadge {...row} />
            </div>
            <p className="text-[0.8125rem] text-ink-faint tabular-nums max-md:col-span-2">
              {[row.when, row.duration, row.attempt > 1 ? t('attempt {{number}}', { number: row.attempt }) : ''].filter(Boolean).join(' · ')}
              {row.again ? <span className="block">{t('again {{when}}', { when: row.again })}</span> : null}
              {row.final ? <span className="block">{t('not tried again')}</span> : null}
            </p>
          </div>
        </li>
      ))}
    </Rows>
  )
}

export function AttemptBadge({ status }: Pick<DeliveryRow, 'status'>) {
  const { t } = useTranslation()
  return (
    <Badge tone={status === 'succeeded' ? 'good' : 'bad'} icon={status === 'succeeded' ? 'check' : 'alert'}>
      {status === 'succeeded' ? t('Taken') : t('Failed')}
    </Badge>
  )
}

function outcome({ fault, response_status }: Pick<DeliveryRow, 'fault' | 'response_status'>, t: (text: string) => string): string {
  return [response_status ? `HTTP ${response_status}` : '', fault ? t(faultTexts[fault]) : ''].filter(Boolean).join(' · ')
}
