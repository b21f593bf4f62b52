import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import type { DecisionProblem } from './decide.server.js'
import { Button } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Icon } from '../kit/icon.js'
import { Notice } from '../kit/notice.js'

/** Decides on every ticked card at once; the ticks reach this form by its id, so it works without scripts. */
export function SelectionBar({ problem }: { problem: DecisionProblem | null }) {
  const { t } = useTranslation()
  const { formData } = useNavigation()
  const busy = formData?.has('selected') ? formData.get('decision') : null
  return (
    <details open={problem !== null} className="group rounded-xl border border-line bg-surface shadow-soft">
      <summary className="flex min-h-11 list-none items-center gap-2 px-4 text-sm font-medium">
        <span className="-rotate-90 text-ink-faint transition-transform group-open:rotate-0">
          <Icon name="chevron" size={16} />
        </span>
        {t('Decide several at once')}
        <span className="font-normal text-ink-faint max-sm:hidden">{t('Tick the requests you mean')}</span>
      </summary>
      <Form id="selection" method="post" preventScrollReset aria-label={t('Decide on the selected requests')} className="grid gap-3 border-t border-line p-4">
        {problem ? <Notice tone="bad" takeFocus title={problem.title}>{problem.detail ? <p>{problem.detail}</p> : null}</Notice> : null}
        <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
          <TextField label={t('Comment for all selected')} name="comment" maxLength={1000} hint={t('Needed to reject.')} error={problem?.fields['comment']} />
          <div className="flex flex-wrap gap-2.5 sm:pt-6.5">
            <Button name="decision" value="approve" busy={busy === 'approve'}>
              {t('Approve selected')}
            </Button>
            <Button name="decision" value="reject" busy={busy === 'reject'}>
              {t('Reject selected')}
            </Button>
          </div>
        </div>
      </Form>
    </details>
  )
}
