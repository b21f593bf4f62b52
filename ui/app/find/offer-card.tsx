import { useTranslation } from 'react-i18next'
import { Form, Link, useNavigation } from 'react-router'
import type { Offer } from './find.server.js'

const slotShape = 'grid min-h-11 w-full content-center rounded-lg border border-line-strong bg-surface px-3 py-1.5 text-left text-sm text-ink tabular-nums no-underline hover:border-accent-text hover:bg-accent-wash aria-busy:opacity-60'

/** A resource and its free times. With a title a click books, without one it opens the form with the time in it. */
export function OfferCard({ offer: { id, name, location, seats, has, slots }, title }: { offer: Offer; title: string }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('slot')
  return (
    <article aria-labelledby={`offer-${id}`} className="grid gap-3 rounded-xl border border-line bg-surface p-4 shadow-soft">
      <div>
        <h3 id={`offer-${id}`} className="font-semibold">
          <Link to={`/app/resources/${id}`} className="text-ink no-underline hover:underline">{name}</Link>
        </h3>
        <p className="text-sm text-ink-soft">{[location, seats === null ? '' : t('{{count}} seats', { count: seats }), ...has].filter(Boolean).join(' · ')}</p>
      </div>
      <ul className="grid gap-2 sm:grid-cols-2">
        {slots.map(({ starts_at, ends_at, label, elsewhere, query }) => (
          <li key={starts_at}>
            {title ? (
              <Form method="post">
                <input type="hidden" name="title" value={title} />
                <button type="submit" name="slot" value={`${id}|${starts_at}|${ends_at}`} aria-busy={busy === `${id}|${starts_at}|${ends_at}` || undefined} className={slotShape} aria-label={t('Book {{name}}, {{when}}', { name, when: label })}>
                  <span>{label}</span>
                  {elsewhere ? <span className="text-xs text-ink-faint">{elsewhere}</span> : null}
                </button>
              </Form>
            ) : (
              <Link to={`/app/bookings/new?${new URLSearchParams({ resource: id, ...query })}`} className={slotShape} aria-label={t('Book {{name}}, {{when}}', { name, when: label })}>
                <span>{label}</span>
                {elsewhere ? <span className="text-xs text-ink-faint">{elsewhere}</span> : null}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </article>
  )
}
