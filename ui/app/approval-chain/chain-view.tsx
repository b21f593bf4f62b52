import { useTranslation } from 'react-i18next'
import type { ChainStep } from './chain.js'
import { Icon, type IconName } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'

const looks: Record<ChainStep['status'], { icon: IconName; word: string; dot: string }> = {
  waiting: { icon: 'clock', word: phrase('Later'), dot: 'bg-sunken text-ink-faint' },
  open: { icon: 'arrow', word: phrase('Now'), dot: 'bg-accent-solid text-accent-on' },
  approved: { icon: 'check', word: phrase('Approved'), dot: 'bg-good-wash text-good-text' },
  rejected: { icon: 'close', word: phrase('Rejected'), dot: 'bg-bad-wash text-bad-text' },
  skipped: { icon: 'ban', word: phrase('Not asked'), dot: 'bg-sunken text-ink-faint' },
}

/** The chain of approval from top to bottom, a line from each step to the next. */
export function ChainView({ chain }: { chain: readonly ChainStep[] }) {
  const { t } = useTranslation()
  return (
    <ol className="grid" aria-label={t('Chain of approval')}>
      {chain.map((step) => (
        <li key={step.position} className="group relative grid grid-cols-[1.500rem_1fr] gap-x-3 pb-4 last:pb-0">
          <span aria-hidden="true" className="absolute top-6 bottom-0 left-3 -ml-px w-0.5 bg-line group-last:hidden" />
          <span className={`grid size-6 place-items-center rounded-full ${looks[step.status].dot}`}>
            <Icon name={looks[step.status].icon} size={14} />
          </span>
          <Step step={step} />
        </li>
      ))}
    </ol>
  )
}

function Step({ step }: { step: ChainStep }) {
  const { t } = useTranslation()
  const { status, asks, progress, approvers, notices, decisions } = step
  return (
    <div className="grid gap-1 text-sm">
      <p className={status === 'waiting' || status === 'skipped' ? 'text-ink-soft' : 'font-medium'}>
        {asks}
        <span className="ml-2 font-normal text-ink-faint">
          {t(looks[status].word)}
          {progress ? ` · ${progress}` : ''}
        </span>
      </p>
      {(status === 'open' || status === 'waiting') && approvers.length > 0 ? <p className="text-ink-faint">{approvers.join(', ')}</p> : null}
      {notices.map((notice) => (
        <p key={notice} className="text-wait-text">
          {notice}
        </p>
      ))}
      {decisions.map(({ who, approves, comment, when }) => (
        <p key={who} className="text-ink-soft">
          <span className={approves ? 'text-good-text' : 'text-bad-text'}>
            {approves ? t('{{who}} approved', { who }) : t('{{who}} rejected', { who })}
          </span>
          {comment ? `: ${t('“{{comment}}”', { comment })}` : ''} <span className="text-ink-faint">{when}</span>
        </p>
      ))}
    </div>
  )
}
