import { useTranslation } from 'react-i18next'
import { Panel } from '../kit/screen.js'

/** The mail as its reader gets it, with an invented booking; in a frame that may run nothing, load nothing and reach nothing. */
export function WordingPreview({ kind, locale }: { kind: string; locale: string }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('Preview')} lead={t('With an invented booking, to you.')}>
      <iframe name="wording-preview" title={t('Preview of the mail')} sandbox="" src={`/app/notifications/wording/${kind}/${locale}/html`} className="h-[38rem] w-full rounded-lg border border-line bg-white" />
    </Panel>
  )
}
