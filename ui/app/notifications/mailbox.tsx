import type { StoredMail } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Route } from './+types/mailbox.js'
import { NotificationsScreen } from './notifications-screen.js'
import { EmptyState } from '../kit/empty-state.js'
import { Notice } from '../kit/notice.js'
import { Pager } from '../kit/pager.js'
import { Rows } from '../kit/rows.js'
import { titled } from '../language/title.js'
import { momentText } from '../reading/instant-text.server.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Kept mail')

interface Mailbox {
  readonly transport: 'stub' | 'resend'
  readonly items: readonly Pick<StoredMail, 'id' | 'to' | 'subject' | 'sent_at'>[]
  readonly next_cursor: string | null
}

export async function loader({ url, context }: Route.LoaderArgs) {
  const zone = context.get(viewerContext).user.timezone
  const { transport, items, next_cursor } = await read<Mailbox>(context.get(consoleContext).session, '/v1/mailbox', { cursor: url.searchParams.get('cursor') ?? '', limit: '50' })
  return { transport, mails: items.map(({ id, to, subject, sent_at }) => ({ id, to, subject, when: momentText(sent_at, zone) })), nextCursor: next_cursor }
}

export default function MailboxScreen({ loaderData: { transport, mails, nextCursor } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const kept = transport === 'stub'
  return (
    <NotificationsScreen view="/app/notifications/mailbox" lead={t('Mail that was kept instead of sent, newest first')}>
      <Notice tone="info" title={kept ? t('This installation sends no mail: what would have left is kept here.') : t('Mail leaves this installation; nothing new is kept here.')}>
        {kept ? <p>{t('Whoever runs it sets a provider to have it sent. Personal links in the mails are hidden.')}</p> : null}
      </Notice>
      {mails.length > 0 ? (
        <Rows>
          {mails.map(({ id, to, subject, when }) => (
            <li key={id} className="relative grid gap-x-4 px-4 py-3 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_auto]">
              <Link to={`/app/notifications/mailbox/${id}`} className="truncate font-medium text-ink no-underline after:absolute after:inset-0">
                {subject}
              </Link>
              <span className="text-[0.8125rem] text-ink-faint tabular-nums">{when}</span>
              <span className="truncate text-sm text-ink-soft">{to}</span>
            </li>
          ))}
        </Rows>
      ) : (
        <EmptyState icon="mail" title={t('No mail is kept')}>
          <p>{kept ? t('The first mail about a booking appears here.') : t('The provider delivers it.')}</p>
        </EmptyState>
      )}
      <Pager nextCursor={nextCursor} next={t('Older mail')} />
    </NotificationsScreen>
  )
}
