import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Form } from 'react-router'
import type { EndpointChoices, EndpointDraft } from './endpoint-draft.js'
import { EventTypeFields } from './event-type-fields.js'
import { ResourceFields } from './resource-fields.js'
import { TextField } from '../kit/field.js'
import { FormSection } from '../resources/form-section.js'

/** The same in every language. */
const exampleAddress = 'https://hooks.example.org/bookflow'

interface Props {
  readonly draft: EndpointDraft
  readonly choices: EndpointChoices
  readonly fields: Readonly<Record<string, string>>
  /** Hidden fields and the buttons. */
  readonly children: ReactNode
}

export function EndpointForm({ draft, choices, fields, children }: Props) {
  const { t } = useTranslation()
  const of = (name: string): string | undefined => Object.entries(fields).find(([field]) => field === name || field.startsWith(`${name}/`))?.[1]
  return (
    <Form method="post" preventScrollReset className="grid gap-6">
      <FormSection title={t('Receiver')} hint={t('It answers 2xx within 15 seconds; anything else counts as failed and is tried again, five times in 28 hours.')}>
        <TextField label={t('Address')} name="url" type="url" required maxLength={2000} defaultValue={draft.url} placeholder={exampleAddress} error={of('url')} hint={t('A public https address on port 443 or 8443.')} autoComplete="off" />
        <TextField label={t('Name')} name="description" optional maxLength={500} defaultValue={draft.description} error={of('description')} hint={t('What it is for, such as “Door system”.')} autoComplete="off" />
      </FormSection>
      <FormSection title={t('Events')} hint={t('What it is told of. A message holds the type, the time and all of the data an admin may see.')}>
        <EventTypeFields groups={choices.groups} chosen={draft.event_types} error={of('event_types')} />
      </FormSection>
      {choices.resources.length > 0 ? (
        <FormSection title={t('Resources')} hint={t('Tick some and it hears of these only, and of nothing that is about no resource. Tick none for all.')}>
          <ResourceFields chosen={draft.resource_ids} resources={choices.resources} error={of('resource_ids')} />
        </FormSection>
      ) : null}
      {children}
    </Form>
  )
}
