import type { Organization } from '#modules/orgs/contract'
import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { Button } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Panel } from '../kit/screen.js'

/** Deletion with its grace period, or the way back while that runs. @param deletion when it will be carried out, in words; null when none is ordered */
export function DeletionPanel({ organization, deletion, error }: { organization: Organization; deletion: string | null; error: string | undefined }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent')
  if (deletion) {
    return (
      <Panel title={t('This organisation will be deleted')} lead={t('On {{when}} nobody gets in any more, and its data is erased. Until then everything works on.', { when: deletion })}>
        <Form method="post" preventScrollReset>
          <Button tone="primary" name="intent" value="restoration" busy={busy === 'restoration'}>
            {t('Call the deletion off')}
          </Button>
        </Form>
      </Panel>
    )
  }
  return (
    <Panel title={t('Delete the organisation')} lead={t("After 14 days all its bookings, resources, rules and members' access are erased. Until then everything works on and any owner can call it off.")}>
      <Form method="post" preventScrollReset className="grid gap-4">
        <input type="hidden" name="version" value={organization.version} />
        <TextField label={t('Type “{{name}}” to confirm', { name: organization.name })} name="confirmation" autoComplete="off" error={error} />
        <div>
          <Button tone="warn" name="intent" value="deletion" busy={busy === 'deletion'}>
            {t('Delete in 14 days')}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
