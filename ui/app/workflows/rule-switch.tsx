import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { Button } from '../kit/button.js'

interface Props {
  readonly rule: { readonly id: string; readonly name: string; readonly enabled: boolean; readonly version: number }
  /** The screen it stands on, where it leads back to. */
  readonly back: string
  readonly className?: string
}

/** In use or not, with one click; the builder need not be opened for it. */
export function RuleSwitch({ rule: { id, name, enabled, version }, back, className = '' }: Props) {
  const { t } = useTranslation()
  const action = `/app/rules/${id}`
  const { formAction, formData } = useNavigation()
  return (
    <Form method="post" action={action} preventScrollReset className={className}>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="enabled" value={String(!enabled)} />
      <input type="hidden" name="return_to" value={back} />
      <Button name="intent" value="switch" busy={formAction === action && formData?.get('intent') === 'switch'} aria-label={enabled ? t('Switch off: {{name}}', { name }) : t('Switch on: {{name}}', { name })}>
        {enabled ? t('Switch off') : t('Switch on')}
      </Button>
    </Form>
  )
}
