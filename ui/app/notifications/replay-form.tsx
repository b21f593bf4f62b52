import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { Button } from '../kit/button.js'
import { filterControl } from '../kit/filter-form.js'

/** Sends given-up messages again: those ticked in the list, which belong to this form by its id, or all of a time. */
export function ReplayForm({ selectable }: { selectable: boolean }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent')
  return (
    <Form id="replay" method="post" preventScrollReset aria-label={t('Send again')} className="flex flex-wrap items-center gap-2.5 rounded-xl border border-line bg-surface p-3.5 text-sm shadow-soft">
      {selectable ? (
        <Button name="intent" value="selected" busy={busy === 'selected'}>
          {t('Send the ticked again')}
        </Button>
      ) : null}
      <span className="flex flex-wrap items-center gap-2.5">
        <label className="flex items-center gap-2 text-ink-soft">
          {t('Given up in the last')}
          <select className={filterControl} name="days" defaultValue="1">
            {[1, 7, 30].map((days) => (
              <option key={days} value={days}>
                {t('{{count}} days', { count: days })}
              </option>
            ))}
          </select>
        </label>
        <Button name="intent" value="all" busy={busy === 'all'}>
          {t('Send these again')}
        </Button>
      </span>
    </Form>
  )
}
