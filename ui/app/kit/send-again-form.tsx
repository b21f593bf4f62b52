import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { Button } from './button.js'
import { filterControl } from './filter-fields.js'

interface Props {
  /** The intent that sends what is ticked in the list, whose ticks belong to this form by its id `replay`; null when nothing can be ticked. */
  readonly ticked: string | null
  /** The intent that sends all of the last days. */
  readonly range: string
  readonly days: readonly number[]
  /** Hidden fields, ahead of the buttons. */
  readonly fields?: ReactNode
  /** Further buttons, between the two. */
  readonly children?: ReactNode
}

/** Sends given-up messages again: those that are ticked, or all of a time. */
export function SendAgainForm({ ticked, range, days, fields, children }: Props) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent')
  return (
    <Form id="replay" method="post" preventScrollReset aria-label={t('Send again')} className="flex flex-wrap items-center gap-2.5 rounded-xl border border-line bg-surface p-3.5 text-sm shadow-soft">
      {fields}
      {ticked ? (
        <Button name="intent" value={ticked} busy={busy === ticked}>
          {t('Send the ticked again')}
        </Button>
      ) : null}
      {children}
      <span className="flex flex-wrap items-center gap-2.5">
        <label className="flex items-center gap-2 text-ink-soft">
          {t('Given up in the last')}
          <select className={filterControl} name="days" defaultValue="1">
            {days.map((count) => (
              <option key={count} value={count}>
                {t('{{count}} days', { count })}
              </option>
            ))}
          </select>
        </label>
        <Button name="intent" value={range} busy={busy === range}>
          {t('Send these again')}
        </Button>
      </span>
    </Form>
  )
}
