import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { moduleTitle } from './module-texts.js'
import { Button, LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'

/** A module with something under way goes off only with an answer to what becomes of it. */
export function PendingQuestion({ module, version, count }: { module: string; version: number; count: number }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('pending')
  return (
    <Notice tone="wait" takeFocus title={t('{{count}} requests still wait in {{module}}. What should become of them?', { count, module: t(moduleTitle(module)) })}>
      <p>{t('Without the module nobody could decide any more. Those who asked are told either way.')}</p>
      <Form method="post" preventScrollReset className="flex flex-wrap gap-2.5 pt-1">
        <input type="hidden" name="intent" value="switch" />
        <input type="hidden" name="module" value={module} />
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="enabled" value="false" />
        <Button name="pending" value="confirm" busy={busy === 'confirm'}>
          {t('Confirm {{count}} and switch off', { count })}
        </Button>
        <Button name="pending" value="reject" busy={busy === 'reject'}>
          {t('Reject {{count}} and switch off', { count })}
        </Button>
        <LinkButton tone="plain" to="/app/settings/modules">
          {t('Leave it on')}
        </LinkButton>
      </Form>
    </Notice>
  )
}
