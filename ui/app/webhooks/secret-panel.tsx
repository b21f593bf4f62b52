import { useTranslation } from 'react-i18next'
import { ShownOnce } from '../kit/shown-once.js'

/** A signing secret, the one time it is shown. */
export function SecretPanel({ title, secret, children }: { title: string; secret: string; children?: string }) {
  const { t } = useTranslation()
  return (
    <ShownOnce title={title} secret={secret}>
      <p>{t('This is its signing secret. It is shown now and never again: put it where your receiver reads it.')}</p>
      <p>{t('Any Standard Webhooks or Svix library checks the signature with it.')}</p>
      {children ? <p>{children}</p> : null}
    </ShownOnce>
  )
}
