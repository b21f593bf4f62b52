import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { Button } from '../kit/button.js'
import { filterControl } from '../kit/filter-form.js'

/** Sends given-up messages again: those ticked in the list, all of a time, or all of the endpoint in view. @param endpoint its id; empty when several are in view */
export function DeadReplayForm({ endpoint }: { endpoint: string }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent')
  return (
    <Form id="replay" method="post" preventScrollReset aria-label={t('Send again')} className="flex flex-wrap items-center gap-2.5 rounded-xl border border-line bg-surface p-3.5 text-sm shadow-soft">
      <input type="hidden" name="endpoint" value={endpoint} />
      <Button name="intent" value="messages" busy={busy === 'messages'}>
        {t('Send the ticked again')}
      </Button>
      {endpoint ? (
        <Button name="intent" value="endpoint" busy={busy === 'endpoint'}>
          {t('Send all of this endpoint again')}
        </Button>
      ) : null}
      <span className="flex flex-wrap items-center gap-2.5">
        <label className="flex items-center gap-2 text-ink-soft">
          {t('Given up in the last')}
          <select className={filterControl} name="days" defaultValue="1">
            {[1, 7, 30, 90].map((days) => (
              <option key={days} value={days}>
                {t('{{count}} days', { count: days })}
              </option>
            ))}
          </select>
        </label>
        <Button name="intent" value="range" busy={busy === 'range'}>
          {t('Send these again')}
        </Button>
      </span>
    </Form>
  )
}
