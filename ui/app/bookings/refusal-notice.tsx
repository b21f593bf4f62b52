import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Draft } from './booking-draft.server.js'
import { filterQuery } from './booking-filters.js'
import type { Refusal } from './booking-refusal.server.js'
import { LinkButton } from '../kit/button.js'
import { Notice } from '../kit/notice.js'

/** What stands in the way of a booking, all of it at once, and the way out where there is one. */
export function RefusalNotice({ refusal, draft, path, carry }: { refusal: Refusal; draft: Draft; path: string; carry: Readonly<Record<string, string>> }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const { detail, conflicts, violations, nextFree } = refusal
  const facts = [...conflicts, ...violations]
  return (
    <Notice tone="bad" takeFocus title={refusal.title}>
      {facts.length > 0 ? (
        <ul className="grid list-disc gap-1 pl-4">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      ) : detail ? (
        <p>{detail}</p>
      ) : null}
      {nextFree.length > 0 ? (
        <>
          <p className="font-medium">{t('Free next, for as long:')}</p>
          <ul className="grid gap-1.5">
            {nextFree.map(({ label, query }) => (
              <li key={label}>
                <LinkButton
                  className="w-full justify-start tabular-nums"
                  preventScrollReset
                  to={`${path}${filterQuery(search, { resource: draft.resource, title: draft.title, note: draft.note, booked_for: draft.bookedFor, attendees: draft.attendees.join(',') || 'none', ...query, ...carry })}`}
                >
                  {label}
                </LinkButton>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Notice>
  )
}
