import { useTranslation } from 'react-i18next'
import { Form, Link } from 'react-router'
import type { Route } from './+types/search.js'
import { searchEverything } from './search.server.js'
import { Button } from '../kit/button.js'
import { EmptyState } from '../kit/empty-state.js'
import { TextField } from '../kit/field.js'
import { Panel, Screen } from '../kit/screen.js'
import { titled } from '../language/title.js'
import type { Hit } from '../palette/hits.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Search')

/** The palette reads this too, as one types. */
export async function loader({ url, context }: Route.LoaderArgs) {
  return { hits: await searchEverything(context.get(consoleContext).session, context.get(viewerContext), url.searchParams.get('q') ?? '') }
}

/** The palette as a page: for browsers without scripts, and for links. */
export default function Search({ loaderData: { hits } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const none = hits.q !== '' && hits.resources.length + hits.bookings.length + hits.members.length === 0
  return (
    <Screen title={t('Search')}>
      <Form method="get" className="flex items-end gap-2.5" role="search">
        <TextField key={hits.q} label={t('What are you looking for?')} name="q" type="search" maxLength={100} defaultValue={hits.q} className="flex-1" />
        <Button tone="primary">{t('Search')}</Button>
      </Form>
      {none ? <EmptyState icon="ban" title={t('Nothing found')}><p>{t('No resource, coming booking or person has this in the name.')}</p></EmptyState> : null}
      <HitList title={t('Resources')} hits={hits.resources} />
      <HitList title={t('Bookings')} hits={hits.bookings} />
      <HitList title={t('Members')} hits={hits.members} />
    </Screen>
  )
}

function HitList({ title, hits }: { title: string; hits: readonly Hit[] }) {
  if (hits.length === 0) return null
  return (
    <Panel title={title}>
      <ul className="grid gap-2">
        {hits.map(({ to, name, detail }) => (
          <li key={to}>
            <Link to={to} className="font-medium text-ink underline-offset-2 hover:underline">{name}</Link>
            <p className="text-sm text-ink-soft tabular-nums">{detail}</p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
