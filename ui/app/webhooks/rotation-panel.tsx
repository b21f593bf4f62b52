import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { Button } from '../kit/button.js'
import { Icon } from '../kit/icon.js'
import { Panel } from '../kit/screen.js'

/** @param overlap until when the secret before signs as well, in words; null when only one does */
export function RotationPanel({ overlap, version }: { overlap: string | null; version: number }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent') === 'rotate'
  return (
    <Panel title={t('Signing secret')} lead={t('Your receiver proves with it that a message is ours. It was shown when it was made; give the endpoint a new one when it is lost or has leaked.')}>
      {overlap ? (
        <p className="flex items-center gap-2 rounded-lg bg-wait-wash px-3 py-2 text-sm text-wait-text">
          <Icon name="clock" size={16} />
          {t('Two secrets sign until {{when}}: the new one and the one before.', { when: overlap })}
        </p>
      ) : null}
      <Form method="post" preventScrollReset className="grid gap-2">
        <input type="hidden" name="version" value={version} />
        <p className="text-sm text-ink-soft">
          {overlap ? t('A further rotation ends the one before at once; the present one then signs for 24 hours more.') : t('For 24 hours after a rotation each message carries a signature by both, so that nothing is lost while you change it.')}
        </p>
        <div>
          <Button name="intent" value="rotate" busy={busy}>
            {t('New secret')}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
