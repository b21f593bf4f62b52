import type { Invitation } from '#modules/members/contract'
import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { InvitationBadge } from './member-badges.js'
import { Button } from '../kit/button.js'

export interface InvitationRow extends Pick<Invitation, 'id' | 'email' | 'role' | 'status'> {
  readonly by: string
  readonly sent: string
  readonly expires: string
}

export function InvitationRows({ rows }: { rows: readonly InvitationRow[] }) {
  const { t } = useTranslation()
  const { formData } = useNavigation()
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-soft">
      {rows.map(({ id, email, role, status, by, sent, expires }) => (
        <li key={id} className="grid items-center gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto_auto]">
          <div className="min-w-0">
            <p className="truncate font-medium">{email}</p>
            <p className="text-sm text-ink-soft">
              {t('as {{role}}', { role: t(role) })}{' '}
              <span className="text-ink-faint">
                · {t('by {{by}}, {{sent}}', { by, sent })}
                {status === 'pending' ? ` · ${t('good until {{expires}}', { expires })}` : ''}
              </span>
            </p>
          </div>
          <div>
            <InvitationBadge status={status} />
          </div>
          {status === 'pending' || status === 'expired' ? (
            <Form method="post" preventScrollReset className="flex gap-2" aria-label={t('Invitation of {{email}}', { email })}>
              <input type="hidden" name="id" value={id} />
              <Button name="intent" value="resend" busy={formData?.get('id') === id && formData.get('intent') === 'resend'}>
                {t('Send again')}
              </Button>
              <Button tone="plain" name="intent" value="revoke" busy={formData?.get('id') === id && formData.get('intent') === 'revoke'}>
                {t('Take back')}
              </Button>
            </Form>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
