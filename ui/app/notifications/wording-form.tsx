import type { Template } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { Form } from 'react-router'
import { WordingPreview } from './wording-preview.js'
import type { WordingDraft } from './wording-draft.js'
import { Button } from '../kit/button.js'
import { TextAreaField, TextField } from '../kit/field.js'
import { Panel } from '../kit/screen.js'

interface Props {
  readonly template: Template
  readonly draft: WordingDraft
  readonly version: string
  readonly fields: Readonly<Record<string, string>>
}

/**
 * The words beside the mail they make. The form goes to the server as a browser sends it, since its preview button sends the same fields into the
 * frame beside it.
 */
export function WordingForm({ template, draft, version, fields }: Props) {
  const { t } = useTranslation()
  const { kind, locale, own, standard, placeholders } = template
  return (
    <div className="grid items-start gap-5 xl:grid-cols-2">
      <Form reloadDocument method="post" className="grid gap-5">
        <input type="hidden" name="version" value={version} />
        <Panel title={t('Words')} lead={t('Heading, facts, links and the reason for the mail stay as they are. Part paragraphs by an empty line.')}>
          <div className="grid gap-4" lang={locale}>
            <TextField label={t('Subject')} name="subject" required maxLength={200} defaultValue={draft.subject} error={fields['subject']} />
            <TextAreaField label={t('Opening')} name="opening" rows={5} maxLength={2000} defaultValue={draft.opening} error={fields['opening']} hint={t('Between the heading and the facts.')} />
            <TextAreaField label={t('Closing')} name="closing" rows={3} maxLength={2000} defaultValue={draft.closing} error={fields['closing']} hint={t('After the links.')} />
          </div>
          <div className="flex flex-wrap gap-2.5">
            <Button tone="primary" name="intent" value="save">
              {t('Save')}
            </Button>
            <Button formAction={`/app/notifications/wording/${kind}/${locale}/html`} formTarget="wording-preview">
              {t('Show as a mail')}
            </Button>
            {own ? (
              <Button tone="plain" name="intent" value="reset" formNoValidate>
                {t('Back to the standard words')}
              </Button>
            ) : null}
          </div>
        </Panel>
        <Panel title={t('What can be filled in')} lead={t('Write the name in double braces; each mail has its own in that place.')}>
          <dl className="grid gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
            {placeholders.map(({ name, description }) => (
              <div key={name} className="contents">
                <dt className="font-mono text-[0.8125rem]">{`{{${name}}}`}</dt>
                <dd className="text-ink-soft">{t(description)}</dd>
              </div>
            ))}
          </dl>
        </Panel>
        {own ? (
          <Panel title={t('The standard words')}>
            <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[6rem_minmax(0,1fr)]" lang={locale}>
              {([['Subject', standard.subject], ['Opening', standard.opening], ['Closing', standard.closing]] as const).map(([name, text]) => (
                <div key={name} className="contents">
                  <dt className="text-ink-faint">{t(name)}</dt>
                  <dd className="whitespace-pre-wrap">{text || '–'}</dd>
                </div>
              ))}
            </dl>
          </Panel>
        ) : null}
      </Form>
      <WordingPreview kind={kind} locale={locale} />
    </div>
  )
}
