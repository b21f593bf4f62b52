import type { RuleView } from '#modules/workflows/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { outcomeTexts } from './rule-words.js'
import { RuleSwitch } from './rule-switch.js'
import { Badge, type BadgeTone } from '../kit/badge.js'
import type { IconName } from '../kit/icon.js'

export interface RuleRow extends Pick<RuleView, 'id' | 'name' | 'priority' | 'enabled' | 'sentence' | 'version'> {
  readonly outcome: RuleView['outcome']['kind']
}

const looks: Record<RuleRow['outcome'], { tone: BadgeTone; icon: IconName }> = {
  confirm: { tone: 'good', icon: 'check' },
  require_approval: { tone: 'wait', icon: 'inbox' },
  refuse: { tone: 'bad', icon: 'ban' },
  notify: { tone: 'calm', icon: 'bell' },
}

/** @param maySwitch whether each has its switch: whoever may change rules, and not in the archive */
export function RuleRows({ rules, maySwitch }: { rules: readonly RuleRow[]; maySwitch: boolean }) {
  const { t } = useTranslation()
  return (
    <ol className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
      {rules.map(({ id, name, priority, enabled, sentence, version, outcome }) => (
        <li key={id} className="relative grid grid-cols-[2.500rem_minmax(0,1fr)] gap-x-3 gap-y-2 px-4 py-3.5 hover:bg-sunken sm:grid-cols-[2.500rem_minmax(0,1fr)_auto]">
          <span className="pt-0.5 text-sm text-ink-faint tabular-nums" title={t('Priority')}>
            {priority}
          </span>
          <div className="grid min-w-0 gap-1">
            <Link to={`/app/rules/${id}`} className={`font-medium no-underline after:absolute after:inset-0 ${enabled ? 'text-ink' : 'text-ink-soft'}`}>
              {name}
              {enabled ? null : <span className="ml-2 text-[0.8125rem] font-normal text-ink-faint">{t('not in use')}</span>}
            </Link>
            <p className="text-sm text-ink-soft">{sentence}</p>
          </div>
          <div className="flex flex-wrap items-center gap-3 max-sm:col-start-2 sm:justify-end">
            <Badge {...looks[outcome]}>{t(outcomeTexts[outcome].name)}</Badge>
            {maySwitch ? <RuleSwitch rule={{ id, name, enabled, version }} back="/app/rules" className="relative z-1" /> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
