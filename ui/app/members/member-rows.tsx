import type { Member } from '#modules/members/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Initial, MemberBadge } from './member-badges.js'
import { roleNames } from './member-filters.js'

export interface MemberRow extends Pick<Member, 'id' | 'name' | 'email' | 'role' | 'status'> {
  readonly joined: string
  readonly you: boolean
}

export function MemberRows({ rows }: { rows: readonly MemberRow[] }) {
  const { t } = useTranslation()
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
      {rows.map(({ id, name, email, role, status, joined, you }) => (
        <li key={id} className="relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3.5 gap-y-1 px-4 py-3 hover:bg-sunken sm:grid-cols-[auto_minmax(0,1fr)_6rem_9rem_auto]">
          <Initial name={name} />
          <div className="min-w-0">
            <p className="truncate font-medium">
              <Link to={`/app/members/${id}`} className="text-ink no-underline after:absolute after:inset-0">
                {name}
              </Link>
              {you ? <span className="ml-2 text-[0.8125rem] font-normal text-ink-faint">{t('you')}</span> : null}
            </p>
            <p className="truncate text-sm text-ink-soft">{email}</p>
          </div>
          <p className="text-sm text-ink-soft">{t(roleNames[role])}</p>
          <p className="text-[0.8125rem] text-ink-faint max-sm:hidden">{t('since {{when}}', { when: joined })}</p>
          <div className="max-sm:col-start-2">
            <MemberBadge status={status} />
          </div>
        </li>
      ))}
    </ul>
  )
}
