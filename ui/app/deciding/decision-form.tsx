import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { Button } from '../kit/button.js'
import { TextAreaField } from '../kit/field.js'

/** @param choice what the link in the mail was called; the page still asks */
export function DecisionForm({ token, choice, comment, error }: { token: string; choice: 'approve' | 'reject'; comment: string; error?: string }) {
  const { t } = useTranslation()
  const busy = useNavigation().state === 'submitting'
  const approve = (
    <Button key="approve" tone={choice === 'approve' ? 'primary' : 'quiet'} name="decision" value="approve" busy={busy}>
      {t('Approve this booking')}
    </Button>
  )
  const reject = (
    <Button key="reject" tone={choice === 'reject' ? 'danger' : 'quiet'} name="decision" value="reject" busy={busy}>
      {t('Turn this booking down')}
    </Button>
  )
  return (
    <Form method="post" className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <TextAreaField label={t('Comment for whoever asked')} name="comment" rows={3} maxLength={1000} defaultValue={comment} autoFocus={choice === 'reject' || error !== undefined} hint={t('Needed to turn it down.')} error={error} />
      <div className="flex flex-wrap gap-3">{choice === 'approve' ? [approve, reject] : [reject, approve]}</div>
    </Form>
  )
}
