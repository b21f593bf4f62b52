import type { inboundEventTypes } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { MessageRow } from '../kit/message-row.js'
import { Rows } from '../kit/rows.js'
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
    <Rows>
      {rows.map(({ id, type, passing, what, to, outbox_id, received, exact, occurred, copies, differing }) => (
        <MessageRow
          key={id}
          what={what}
          to={to}
          look={passing ? passingBounce : (reportLooks[type as InboundType] ?? deliveryLooks.delayed)}
          below={
            <>
              <p className="truncate font-mono text-[0.8125rem] text-ink-faint" title={t('The provider’s id of this report')}>
                {id}
              </p>
              {copies > 0 ? <p className={`text-sm ${differing > 0 ? 'text-bad-text' : 'text-ink-soft'}`}>{copiesText(t, copies, differing)}</p> : null}
            </>
          }
          exact={exact}
          aside={
            <>
              {t('received {{when}}', { when: received })}
              {occurred ? <span className="block">{t('at the provider {{when}}', { when: occurred })}</span> : null}
              <Link to={`/app/webhooks/inbound?mail=${outbox_id}`} className="block w-fit text-accent-text underline-offset-3 hover:underline">
                {t('All about this mail')}
              </Link>
            </>
          }
        />
      ))}
    </Rows>
  )
}

type Translate = ReturnType<typeof useTranslation>['t']

function copiesText(t: Translate, copies: number, differing: number): string {
  const again = t('Came {{count}} more times; counted once.', { count: copies })
  return differing === 0 ? again : `${again} ${t('{{count}} of them said something else under the same id: the first one counts.', { count: differing })}`
}
