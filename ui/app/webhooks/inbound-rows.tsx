import type { inboundEventTypes } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Badge } from '../kit/badge.js'
import { deliveryLooks } from '../notifications/outbox-words.js'
import { phrase } from '../language/phrases.js'

export type InboundType = (typeof inboundEventTypes)[number]

export interface InboundRow {
  readonly id: string
  readonly type: string
  /** A bounce that says nothing of the next mail. */
  readonly passing: boolean
  readonly what: string
  readonly to: string | null
  readonly outbox_id: string
  readonly received: string
  readonly exact: string
  readonly occurred: string | null
  readonly copies: number
  readonly differing: number
}

export const reportLooks = {
  'email.delivered': deliveryLooks.delivered,
  'email.delivery_delayed': deliveryLooks.delayed,
  'email.bounced': deliveryLooks.bounced,
  'email.complained': deliveryLooks.complained,
} satisfies Record<InboundType, unknown>

const passingBounce = { ...deliveryLooks.bounced, tone: 'wait', text: phrase('Bounced for now'), meaning: phrase('The reader’s mail server refused this one mail; the next is sent all the same.') } as const

export function InboundRows({ rows }: { rows: readonly InboundRow[] }) {
  const { t } = useTranslation()
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
      {rows.map(({ id, type, passing, what, to, outbox_id, received, exact, occurred, copies, differing }) => {
        const { tone, icon, text, meaning } = passing ? passingBounce : (reportLooks[type as InboundType] ?? deliveryLooks.delayed)
        return (
          <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,1fr)_9rem_14rem]">
            <div className="min-w-0">
              <p className="font-medium">
                {what}
                {to ? <span className="font-normal break-words text-ink-soft"> {t('to {{name}}', { name: to })}</span> : null}
              </p>
              <p className="truncate font-mono text-[0.8125rem] text-ink-faint" title={t('The provider’s id of this report')}>
                {id}
              </p>
            </div>
            <div title={t(meaning)}>
              <Badge tone={tone} icon={icon}>
                {t(text)}
              </Badge>
            </div>
            <p className="text-[0.8125rem] text-ink-faint tabular-nums max-md:col-span-2" title={exact}>
              {t('received {{when}}', { when: received })}
              {occurred ? <span className="block">{t('at the provider {{when}}', { when: occurred })}</span> : null}
              <Link to={`/app/webhooks/inbound?mail=${outbox_id}`} className="block w-fit text-accent-text underline-offset-3 hover:underline">
                {t('All about this mail')}
              </Link>
            </p>
            {copies > 0 ? <p className={`col-span-full text-sm ${differing > 0 ? 'text-bad-text' : 'text-ink-soft'}`}>{copiesText(t, copies, differing)}</p> : null}
          </li>
        )
      })}
    </ul>
  )
}

type Translate = ReturnType<typeof useTranslation>['t']

function copiesText(t: Translate, copies: number, differing: number): string {
  const again = t('Came {{count}} more times; counted once.', { count: copies })
  return differing === 0 ? again : `${again} ${t('{{count}} of them said something else under the same id: the first one counts.', { count: differing })}`
}
