import type { StoredMail } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Route } from './+types/mail.js'
import { LinkButton } from '../kit/button.js'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { titled } from '../language/title.js'
import { exactText } from '../reading/instant-text.server.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Mail')

export async function loader({ params, context }: Route.LoaderArgs) {
  const mail = await read<StoredMail>(context.get(consoleContext).session, `/v1/mailbox/${encodeURIComponent(params.id)}`)
  const { id, to, subject, text, attachments, sent_at } = mail
  return { id, to, subject, text, when: exactText(sent_at, context.get(viewerContext).user.timezone), attachments: attachments.map(({ filename, content_type }) => `${filename} (${content_type})`) }
}

/** The HTML is shown in a frame that may run nothing, load nothing and reach nothing. */
export default function MailScreen({ loaderData: { id, to, subject, text, when, attachments } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const asText = search.get('as') === 'text'
  return (
    <Screen title={subject} lead={t('To {{address}}, {{when}}', { address: to, when })} action={<LinkButton to="/app/notifications/mailbox">{t('All mail')}</LinkButton>}>
      <ViewLinks
        label={t('Form of the mail')}
        views={[
          { to: '?', label: t('As designed'), current: !asText },
          { to: '?as=text', label: t('As text'), current: asText },
        ]}
      />
      {asText ? (
        <pre tabIndex={0} className="overflow-x-auto rounded-xl border border-line bg-surface p-4 font-mono text-sm whitespace-pre-wrap shadow-soft">{text}</pre>
      ) : (
        <iframe title={t('The mail “{{subject}}”', { subject })} sandbox="" src={`/app/notifications/mailbox/${id}/html`} className="h-[38rem] w-full rounded-xl border border-line bg-white shadow-soft" />
      )}
      {attachments.length > 0 ? <p className="text-sm text-ink-soft">{t('Attached: {{names}}', { names: attachments.join(', ') })}</p> : null}
    </Screen>
  )
}
