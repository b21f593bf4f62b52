import type { Preferences } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { filterControl } from '../kit/filter-fields.js'
import { Panel } from '../kit/screen.js'

/** Which mail somebody gets, and whether each comes at once or with the others of the day. */
export function KindFields({ items, organization }: { items: Preferences['items']; organization: string }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('E-mail to me')} lead={t('What {{organization}} writes to you about. Nobody gets mail about what they did themselves.', { organization })}>
      <ul className="grid gap-1">
        {items.map(({ kind, description, email, delivery, gatherable }) => (
          <li key={kind} className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg px-2 py-0.5 hover:bg-sunken">
            <label className="flex min-h-10 min-w-0 flex-1 basis-72 items-center gap-3">
              <input type="hidden" name="kind" value={kind} />
              <input type="checkbox" name="wanted" value={kind} defaultChecked={email} className="size-4 shrink-0 accent-accent-solid" />
              {t(description)}
            </label>
            {gatherable ? (
              <select name={`delivery.${kind}`} defaultValue={delivery} aria-label={t('{{what}}: when', { what: t(description) })} className={filterControl}>
                <option value="immediate">{t('at once')}</option>
                <option value="daily_digest">{t('once a day, together')}</option>
              </select>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
