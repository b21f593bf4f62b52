import { Trans, useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import type { ApprovalCard } from './approval-card.server.js'
import { ChainView } from '../approval-chain/chain-view.js'
import type { DecisionProblem } from './decide.server.js'
import { stateNames } from './approval-filters.js'
import { StatusBadge } from '../bookings/status-badge.js'
import { Badge, type BadgeTone } from '../kit/badge.js'
import { Button } from '../kit/button.js'
import { TextAreaField } from '../kit/field.js'
import type { IconName } from '../kit/icon.js'
import { Notice } from '../kit/notice.js'

const looks: Record<ApprovalCard['status'], { tone: BadgeTone; icon: IconName }> = {
  pending: { tone: 'wait', icon: 'clock' },
  approved: { tone: 'good', icon: 'check' },
  rejected: { tone: 'bad', icon: 'close' },
  withdrawn: { tone: 'calm', icon: 'ban' },
}

/** One request with everything needed to decide it. The checkbox belongs to the form of the selection, outside the card. */
export function RequestCard({ card, problem, selectable }: { card: ApprovalCard; problem: DecisionProblem | null; selectable: boolean }) {
  const { t } = useTranslation()
  const who = card.requestedFor ? t('{{by}} for {{person}}', { by: card.requestedBy, person: card.requestedFor }) : card.requestedBy
  return (
    <article data-card={card.id} tabIndex={-1} aria-labelledby={`card-${card.id}`} className="overflow-hidden rounded-xl border border-line bg-surface shadow-soft focus:border-accent-text focus:ring-1 focus:ring-accent-text">
      <div className="grid gap-x-8 gap-y-5 p-4 sm:p-5 md:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]">
        <div className="grid content-start gap-3">
          <div className="flex items-start gap-3">
            {selectable && card.mayDecide ? (
              <input form="selection" type="checkbox" name="selected" value={`${card.id}:${card.step ?? ''}`} aria-label={t('Select {{title}}', { title: card.title })} className="mt-1.5 size-4 shrink-0 accent-accent-solid" />
            ) : null}
            <div className="grid min-w-0 flex-1 gap-0.5">
              <h2 id={`card-${card.id}`} className="text-base font-semibold break-words">
                {card.title}
              </h2>
              <p className="text-sm text-ink-soft">
                {who} <span className="text-ink-faint">· {t('asked {{when}}', { when: card.asked })}</span>
              </p>
            </div>
            <Badge {...looks[card.status]}>{t(stateNames[card.status])}</Badge>
          </div>
          <div className="grid gap-0.5">
            <p className="font-medium tabular-nums">
              {card.day}, {card.range}
            </p>
            {card.elsewhere ? <p className="text-sm text-ink-faint tabular-nums">{card.elsewhere}</p> : null}
            <p className="text-sm text-ink-soft">
              {card.resource}
              {card.location ? <span className="text-ink-faint"> · {card.location}</span> : null}
            </p>
          </div>
          {card.attendees.length > 0 ? <p className="text-sm text-ink-soft">{t('With {{people}}', { people: card.attendees.join(', ') })}</p> : null}
          {card.note ? <p className="border-l-2 border-line-strong pl-3 text-sm whitespace-pre-line text-ink-soft">{card.note}</p> : null}
          <Beside card={card} />
        </div>
        <div className="grid content-start gap-3">
          <p className="text-sm text-ink-soft">
            <Trans i18nKey="Rule <b>{{name}}</b>" values={{ name: card.rule.name }} components={{ b: <span className="font-medium text-ink" /> }} />
          </p>
          <ChainView chain={card.chain} />
        </div>
      </div>
      {card.mayDecide ? <DecisionForm card={card} problem={problem} /> : null}
    </article>
  )
}

function Beside({ card: { beside, status } }: { card: ApprovalCard }) {
  const { t } = useTranslation()
  if (status !== 'pending') return null
  if (beside.length === 0) return <p className="text-sm text-ink-faint">{t('Nothing else is booked or asked for at that time.')}</p>
  return (
    <div className="grid gap-1.5 rounded-lg bg-sunken px-3 py-2.5 text-sm">
      <p className="font-medium">{t('Also at that time')}</p>
      <ul className="grid gap-1.5">
        {beside.map(({ id, title, slot, status: state }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="tabular-nums text-ink-soft">{slot}</span>
            <span className="min-w-0 flex-1 truncate">{title}</span>
            <StatusBadge status={state} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function DecisionForm({ card, problem }: { card: ApprovalCard; problem: DecisionProblem | null }) {
  const { t } = useTranslation()
  const { formData } = useNavigation()
  const busy = String(formData?.get('approval') ?? '').startsWith(card.id) ? formData?.get('decision') : null
  return (
    <Form method="post" preventScrollReset className="grid gap-3 border-t border-line bg-canvas px-4 py-3.5 sm:px-5" aria-label={t('Decide on {{title}}', { title: card.title })}>
      {problem && !problem.fields['comment'] ? <Notice tone="bad" takeFocus title={problem.title}>{problem.detail ? <p>{problem.detail}</p> : null}</Notice> : null}
      <input type="hidden" name="approval" value={`${card.id}:${card.step ?? ''}`} />
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <TextAreaField label={t('Comment')} name="comment" maxLength={1000} rows={1} autoFocus={Boolean(problem?.fields['comment'])} hint={t('Needed to reject.')} error={problem?.fields['comment']} />
        <div className="flex gap-2.5 sm:pb-6">
          <Button tone="primary" name="decision" value="approve" busy={busy === 'approve'}>
            {t('Approve')}
          </Button>
          <Button name="decision" value="reject" busy={busy === 'reject'}>
            {t('Reject')}
          </Button>
        </div>
      </div>
    </Form>
  )
}
