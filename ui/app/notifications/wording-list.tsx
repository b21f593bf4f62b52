import type { Template } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import type { Route } from './+types/wording-list.js'
import { NotificationsScreen } from './notifications-screen.js'
import { kindTitles } from './outbox-words.js'
import { Badge } from '../kit/badge.js'
import { Notice } from '../kit/notice.js'
import { Rows } from '../kit/rows.js'
import { languageNames } from '../language/languages.js'
import { titled } from '../language/title.js'
import { read } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Wording')

export async function loader({ context }: Route.LoaderArgs) {
  const { items } = await read<{ items: readonly Template[] }>(context.get(consoleContext).session, '/v1/notification-templates')
  const kinds = Map.groupBy(items, ({ kind }) => kind)
  return { rows: [...kinds].map(([kind, ofKind]) => ({ kind, description: ofKind[0]?.description ?? '', languages: ofKind.map(({ locale, own }) => ({ locale, own })) })) }
}

export default function WordingList({ loaderData: { rows } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  return (
    <NotificationsScreen view="/app/notifications/wording" lead={t('What each kind of mail says, in each language')}>
      {search.get('done') === 'reset' ? <Notice tone="good" takeFocus title={t('The standard words hold again.')} /> : null}
      <Rows>
        {rows.map(({ kind, description, languages }) => (
          <li key={kind} className="grid items-center gap-x-6 gap-y-2.5 px-4 py-3.5 md:grid-cols-[minmax(0,1fr)_auto]">
            <div className="min-w-0">
              <h2 className="font-medium">{t(kindTitles[kind])}</h2>
              <p className="text-sm text-ink-soft">{t(description)}</p>
            </div>
            <ul className="flex flex-wrap gap-2.5">
              {languages.map(({ locale, own }) => (
                <li key={locale}>
                  <Link
                    to={`/app/notifications/wording/${kind}/${locale}`}
                    className="inline-flex min-h-9 items-center gap-2 rounded-lg border border-line-strong bg-surface px-3 text-sm text-ink no-underline shadow-soft hover:bg-sunken"
                  >
                    <span>
                      <span className="sr-only">{`${t(kindTitles[kind])}, `}</span>
                      {languageNames[locale]}
                    </span>
                    {own ? (
                      <Badge tone="good" icon="check">
                        {t('Own words')}
                      </Badge>
                    ) : null}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </Rows>
    </NotificationsScreen>
  )
}
