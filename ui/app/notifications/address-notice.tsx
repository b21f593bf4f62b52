import type { OwnAddress } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { Form } from 'react-router'
import { Button } from '../kit/button.js'
import { Notice } from '../kit/notice.js'

/** Tells somebody that nothing is sent to them, why, and how that ends; nothing while mail arrives. */
export function AddressNotice({ address: { email, state, since }, busy }: { address: OwnAddress; busy: boolean }) {
  const { t } = useTranslation()
  if (state === 'ok') return null
  return (
    <Notice tone="bad" title={t('Nothing is sent to {{email}}', { email })}>
      <p>{state === 'bounced' ? t('A mail to you bounced for good on {{when}}. Mend the mailbox, or ask for another address.', { when: since }) : t('On {{when}} a mail to you was called spam.', { when: since })}</p>
      <Form method="post" preventScrollReset>
        <Button name="intent" value="confirm" busy={busy}>
          {state === 'bounced' ? t('Mail reaches me again') : t('I want this mail again')}
        </Button>
      </Form>
    </Notice>
  )
}
