import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, Link, useSubmit } from 'react-router'
import { filterControl } from '../kit/filter-fields.js'
import { Icon } from '../kit/icon.js'
import { FirstView, SavedViews } from '../saved-views/saved-views.js'
import type { ViewScreen } from '../saved-views/view-screens.js'

interface FilterFormProps {
  readonly action: string
  /** The list whose views stand above the filters; absent where a screen shows them elsewhere. */
  readonly views?: ViewScreen
  /** Changes whenever the address does, so that the fields show what it says. */
  readonly state: string
  /** Where no filter applies; absent when none does. */
  readonly clear?: string
  readonly children: ReactNode
}

/**
 * A GET form: the filters are the address. With scripts each choice applies at once, a text on Enter; without, the button does.
 * A phone shows what is filtered, not the filters: they fold, unless one applies or there are no scripts to unfold them.
 */
export function FilterForm({ action, views, state, clear, children }: FilterFormProps) {
  const { t } = useTranslation()
  const submit = useSubmit()
  const [open, setOpen] = useState(clear !== undefined)
  const id = useId()
  return (
    <>
      {views ? <SavedViews screen={views} /> : null}
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)} className="scripted inline-flex min-h-9 items-center gap-2 justify-self-start rounded-lg border border-line-strong bg-surface px-3 text-sm font-medium text-ink-soft shadow-soft aria-expanded:bg-sunken sm:hidden">
        <Icon name="settings" size={16} /> {t('Filters')}
      </button>
      <div className="flex flex-wrap items-end gap-2.5 max-sm:contents">
        <Form
          id={id}
          data-open={open || undefined}
          key={state}
          method="get"
          action={action}
          aria-label={t('Filters')}
          className="foldable grid grid-cols-2 items-end gap-2.5 sm:flex sm:flex-wrap"
          onChange={({ currentTarget, target }) => {
            if (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'date') return
            const unfinished = [...currentTarget.querySelectorAll<HTMLInputElement>('input[type=date]')].some(({ validity }) => !validity.valid)
            if (!unfinished) void submit(currentTarget, { preventScrollReset: true })
          }}
        >
          {children}
          <noscript>
            <button type="submit" className={`${filterControl} font-medium`}>
              {t('Apply')}
            </button>
          </noscript>
          {clear ? (
            <Link to={clear} className="inline-flex min-h-9 items-center rounded-md px-2 text-sm text-ink-soft no-underline hover:bg-sunken hover:text-ink">
              {t('Clear')}
            </Link>
          ) : null}
        </Form>
        {views ? <FirstView screen={views} /> : null}
      </div>
    </>
  )
}
