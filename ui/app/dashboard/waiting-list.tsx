import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LinkButton } from '../kit/button.js'

export interface WaitingRow {
  readonly id: string
  readonly booking: string
  readonly who: string
  readonly resource: string
  readonly slot: string
}

export function WaitingList({ rows, more }: { rows: readonly WaitingRow[]; more: boolean }) {
  const { t } = useTranslation()
  if (rows.length === 0) return <p className="text-ink-soft">{t('Nobody waits for your decision.')}</p>
  return (
    <>
      <ul className="grid gap-3">
        {rows.map(({ id, booking, who, resource, slot }) => (
          <li key={id} className="text-sm">
            <Link to={`/app/bookings/${booking}`} className="font-medium text-ink underline-offset-2 hover:underline">
              {who}: {resource}
            </Link>
            <p className="text-ink-soft tabular-nums">{slot}</p>
          </li>
        ))}
      </ul>
      <LinkButton to="/app/approvals" className="justify-self-start">
        {t(more ? 'Decide on these and more' : 'Decide')}
      </LinkButton>
    </>
  )
}
