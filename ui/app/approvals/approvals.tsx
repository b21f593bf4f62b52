import { useRef } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { data, redirect, useSearchParams } from 'react-router'
import type { Approval } from '#modules/approvals/contract'
import type { Route } from './+types/approvals.js'
import { approvalCard } from './approval-card.server.js'
import { approvalQuery, approvalStates, approvalViews, readApprovalFilters, stateNames, viewNames, type ApprovalFilters } from './approval-filters.js'
import { useCardKeys } from './card-keys.js'
import { decide } from './decide.server.js'
import { NoApprovals } from './no-approvals.js'
import { RequestCard } from './request-card.js'
import { SelectionBar } from './selection-bar.js'
import { allResources } from '../bookings/all-resources.server.js'
import { placeOf } from '../bookings/wall-clock.server.js'
import { FilterForm } from '../filters/filter-form.js'
import { Filter, filterControl } from '../kit/filter-fields.js'
import { Notice } from '../kit/notice.js'
import { Pager } from '../kit/pager.js'
import { Screen } from '../kit/screen.js'
import { ViewLinks } from '../kit/view-links.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { readPeople } from '../reading/people.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { FirstView, SavedViews } from '../saved-views/saved-views.js'
import { consoleContext } from '../session/console-context.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Approvals')

export async function loader({ url, context }: Route.LoaderArgs) {
  const { session } = context.get(consoleContext)
  const viewer = context.get(viewerContext)
  const zone = viewer.user.timezone
  const filters = readApprovalFilters(url.searchParams)
  const [page, people, resources] = await Promise.all([
    read<Page<Approval>>(session, '/v1/approvals', approvalQuery(filters)),
    readPeople(session, viewer),
    allResources(session),
  ])
  const byId = new Map(resources.map((resource) => [resource.id, resource]))
  const cards = await Promise.all(page.items.map((approval) => approvalCard(approval, { session, people, resources: byId, zone })))
  return { filters, cards, nextCursor: page.next_cursor, place: placeOf(zone) }
}

export async function action({ request, url, context }: Route.ActionArgs) {
  const { problem, outcome } = await decide(context.get(consoleContext).session, await request.formData())
  if (problem) return data({ problem }, { status: 422 })
  const search = new URLSearchParams(url.searchParams)
  search.set('done', `${outcome.done}-${outcome.count}`)
  return redirect(`/app/approvals?${search}`)
}

export default function Approvals({ loaderData: { filters, cards, nextCursor, place }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  useCardKeys(list)
  const problem = actionData?.problem ?? null
  const selectable = cards.filter(({ mayDecide }) => mayDecide).length > 1
  return (
    <Screen title={t('Approvals')} lead={t('Times in {{place}}', { place })}>
      <Done />
      <SavedViews screen="approvals" />
      <div className="flex flex-wrap items-end justify-between gap-3">
        <ViewLinks label={t('Views')} views={approvalViews.map((view) => ({ to: `?view=${view}`, label: viewNames[view], current: view === filters.view }))} />
        <div className="flex flex-wrap items-end gap-2.5">
          <FirstView screen="approvals" />
          {filters.view === 'to_decide' ? null : <States filters={filters} />}
        </div>
      </div>
      {selectable ? <SelectionBar problem={problem?.approvalId === null ? problem : null} /> : null}
      {cards.length === 0 ? <NoApprovals filters={filters} /> : null}
      <ul ref={list} className="grid gap-4">
        {cards.map((card) => (
          <li key={card.id}>
            <RequestCard card={card} selectable={selectable} problem={problem?.approvalId === card.id ? problem : null} />
          </li>
        ))}
      </ul>
      {cards.some(({ mayDecide }) => mayDecide) ? <Keys /> : null}
      <Pager nextCursor={nextCursor} next={phrase('Older requests')} />
    </Screen>
  )
}

function States({ filters: { view, status } }: { filters: ApprovalFilters }) {
  const { t } = useTranslation()
  return (
    <FilterForm action="/app/approvals" state={`${view}|${status}`}>
      <input type="hidden" name="view" value={view} />
      <Filter label={t('State')}>
        <select className={filterControl} name="status" defaultValue={status}>
          <option value="">{t('Any')}</option>
          {approvalStates.map((state) => (
            <option key={state} value={state}>
              {t(stateNames[state])}
            </option>
          ))}
        </select>
      </Filter>
    </FilterForm>
  )
}

function Done() {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const [, done, count] = /^(approved|rejected)-(\d{1,2})$/.exec(search.get('done') ?? '') ?? []
  if (!done || !count) return null
  const title = done === 'approved' ? t('{{count}} requests are approved.', { count: Number(count) }) : t('{{count}} requests are rejected.', { count: Number(count) })
  return <Notice tone="good" takeFocus title={title}><p>{t('Those who asked are told by e-mail. Where the rule asks for more approvals, the next people are asked now.')}</p></Notice>
}

function Keys() {
  return (
    <p className="text-[0.8125rem] text-ink-faint max-sm:hidden">
      <Trans i18nKey="Keys: <k>J</k> and <k>K</k> move between requests, <k>A</k> approves, <k>R</k> goes to the comment, <k>X</k> selects." components={{ k: <Key /> }} />
    </p>
  )
}

function Key({ children }: { children?: string }) {
  return <kbd className="rounded border border-line-strong bg-surface px-1.5 font-mono text-xs">{children}</kbd>
}
