import { inboundEventTypes, type InboundEvent } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import type { Route } from './+types/inbound.js'
import { InboundRows, reportLooks } from './inbound-rows.js'
import { inboundRows } from './inbound-rows.server.js'
import { WebhooksScreen } from './webhooks-screen.js'
import { startOfDay } from '../bookings/wall-clock.server.js'
import { FilterForm } from '../filters/filter-form.js'
import { ChoiceFilter, PeriodFilter } from '../kit/filter-fields.js'
import { PagedList } from '../kit/paged-list.js'
import { titled } from '../language/title.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'From the mail provider')

export async function loader({ url: { searchParams }, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const matching = (name: string, pattern: RegExp): string => pattern.exec(searchParams.get(name) ?? '')?.[0] ?? ''
  const filters = {
    type: inboundEventTypes.find((type) => type === searchParams.get('type')) ?? '',
    mail: matching('mail', /^[0-9a-f-]{36}$/),
    repeated: searchParams.get('repeated') === 'true',
    from: matching('from', /^\d{4}-\d{2}-\d{2}$/),
    to: matching('to', /^\d{4}-\d{2}-\d{2}$/),
  }
  const { type, mail, repeated, from, to } = filters
  const query = { type, outbox_id: mail, repeated: repeated ? 'true' : '', from: startOfDay(from, zone), to: startOfDay(to, zone, 1), cursor: searchParams.get('cursor') ?? '', limit: '50' }
  const page = await read<Page<InboundEvent>>(session, '/v1/webhooks/inbound-events', query)
  return { filters, rows: await inboundRows(session, viewer, page.items), nextCursor: page.next_cursor }
}

export default function Inbound({ loaderData: { filters, rows, nextCursor } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const { type, mail, repeated, from, to } = filters
  const clear = Object.values(filters).some(Boolean) ? '/app/webhooks/inbound' : undefined
  return (
    <WebhooksScreen view="inbound" lead={t('What the mail provider reported of your mail, kept 90 days')}>
      <FilterForm action="/app/webhooks/inbound" views="inbound-events" state={JSON.stringify(filters)} clear={clear}>
        <ChoiceFilter label={t('What became of it')} name="type" value={type} any={t('Any')} choices={inboundEventTypes.map((name) => [name, t(reportLooks[name].text)])} />
        <ChoiceFilter label={t('Came')} name="repeated" value={repeated ? 'true' : ''} any={t('Any number of times')} choices={[['true', t('More than once')]]} />
        <PeriodFilter from={from} to={to} />
        {mail ? <input type="hidden" name="mail" value={mail} /> : null}
      </FilterForm>
      {mail ? <p className="text-sm text-ink-soft">{t('Reports about one mail.')}</p> : null}
      <PagedList
        icon="plug"
        clear={clear}
        nothing={{ title: t('Nothing was reported yet'), text: t('Once mail leaves through the provider, it says here what was delivered, delayed, bounced or called spam.') }}
        noMatch={t('No report fits these filters.')}
        nextCursor={nextCursor}
        next={t('Older reports')}
      >
        {rows.length > 0 ? <InboundRows rows={rows} /> : null}
      </PagedList>
    </WebhooksScreen>
  )
}
