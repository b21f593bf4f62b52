import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { Button } from '../kit/button.js'
import { Panel } from '../kit/screen.js'

function useIntent(): FormDataEntryValue | null | undefined {
  return useNavigation().formData?.get('intent')
}

export function TestButton() {
  const { t } = useTranslation()
  const busy = useIntent() === 'test'
  return (
    <Form method="post" preventScrollReset>
      <Button name="intent" value="test" busy={busy}>
        {t('Send a test')}
      </Button>
    </Form>
  )
}

export function SwitchButton({ enabled, version }: { enabled: boolean; version: number }) {
  const { t } = useTranslation()
  const busy = useIntent() === 'switch'
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="enabled" value={String(!enabled)} />
      <Button tone={enabled ? 'quiet' : 'primary'} name="intent" value="switch" busy={busy}>
        {enabled ? t('Switch off') : t('Switch on')}
      </Button>
    </Form>
  )
}

/** Asks first: the question opens in place, without scripts too. */
export function RemovePanel({ version }: { version: number }) {
  const { t } = useTranslation()
  const busy = useIntent() === 'remove'
  return (
    <Panel title={t('Remove')} lead={t('What still waits for it is not sent, and its secret is forgotten. Its attempts stay in the log for 90 days. To pause it, switch it off instead.')}>
      <details className="grid gap-3">
        <summary className="inline-flex min-h-10 w-fit list-none items-center rounded-lg border border-line-strong bg-surface px-3.5 font-medium shadow-soft hover:bg-sunken">{t('Remove this endpoint')}</summary>
        <Form method="post" className="flex flex-wrap items-center gap-3 pt-3">
          <input type="hidden" name="version" value={version} />
          <p className="text-sm text-ink-soft">{t('This cannot be undone.')}</p>
          <Button tone="danger" name="intent" value="remove" busy={busy}>
            {t('Remove for good')}
          </Button>
        </Form>
      </details>
    </Panel>
  )
}
