import { useEffect, useId, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Form } from 'react-router'
import { hasDays } from './moving-days.js'
import type { ViewChoice } from './view-choices.js'
import { addressOf, type ViewScreen } from './view-screens.js'
import { Button } from '../kit/button.js'
import { Icon } from '../kit/icon.js'
import { menuItem, useDisclosure } from '../kit/menu.js'

interface Props {
  readonly screen: ViewScreen
  /** What the list shows now; not ''. */
  readonly query: string
  /** The view that shows just that. */
  readonly current: ViewChoice | undefined
  /** All of this list. */
  readonly views: readonly ViewChoice[]
}

const field = 'min-h-9 w-full rounded-lg border border-field-line bg-surface px-2.5 text-sm text-ink'

/** One disclosure at one place whatever it holds: what is done in it closes it and leaves the focus on it. As wide as what it opens, which else would stand over the edge. */
export function ViewMenu({ screen, query, current, views }: Props) {
  const { t } = useTranslation()
  const box = useDisclosure()
  // The first view that is kept gives the list its row of views, and this another place.
  useEffect(() => {
    if (held && document.activeElement === document.body) box.current?.querySelector('summary')?.focus({ preventScroll: true })
    held = false
  }, [box])
  return (
    <details ref={box} className="group relative max-sm:open:w-full sm:w-72 print:hidden">
      <summary className={`inline-flex min-h-8 list-none items-center gap-1.5 rounded-full border px-3 text-sm text-ink-soft hover:bg-sunken hover:text-ink ${current ? 'border-transparent' : 'border-dashed border-line-strong'}`}>
        <Icon name={current ? 'settings' : 'plus'} size={14} /> {current ? t('Change this view') : t('Keep this view')}
      </summary>
      <div className="arrive z-30 mt-1.5 grid w-full gap-1 rounded-xl border border-line bg-raised p-3 shadow-lift sm:absolute sm:left-0 sm:w-72">
        {current ? <Change key={current.name} screen={screen} view={current} /> : <Keep key={query} screen={screen} query={query} views={views} />}
      </div>
    </details>
  )
}

/** The form both share: where it goes, what the list is, and where it leads back to. */
function ViewForm({ screen, query, children }: { screen: ViewScreen; query: string; children: ReactNode }) {
  return (
    <Form method="post" action="/app/saved-views" preventScrollReset onSubmit={toSummary} className="grid gap-3">
      <input type="hidden" name="screen" value={screen} />
      <input type="hidden" name="query" value={query} />
      <input type="hidden" name="return_to" value={addressOf(screen, query)} />
      {children}
    </Form>
  )
}

/** What had the focus may be gone with the answer, and the focus with it. */
let held = false
function toSummary({ currentTarget }: FormEvent<HTMLFormElement>): void {
  held = true
  currentTarget.closest('details')?.querySelector('summary')?.focus({ preventScroll: true })
}

function Keep({ screen, query, views }: Omit<Props, 'current'>) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <ViewForm screen={screen} query={query}>
      <label className="grid gap-1 text-[0.8125rem] text-ink-soft">
        {t('Name of the view')}
        <input name="name" required maxLength={80} autoComplete="off" className={field} />
      </label>
      <Tick name="is_default">{t('Open this screen with it')}</Tick>
      {hasDays(query) ? <Tick name="moving" hint={t('Kept on the 10th for the last week, it shows the last week on the 20th, too.')}>{t('Its days move along with today')}</Tick> : null}
      <Button tone="primary" name="act" value="keep" className="min-h-9">{t('Keep')}</Button>
      {views.length > 0 ? (
        <div className="grid gap-1 border-t border-line pt-3">
          <label htmlFor={id} className="text-[0.8125rem] text-ink-soft">{t('Or let a view you have show this')}</label>
          <div className="flex gap-2">
            <select id={id} name="id" className={`${field} min-w-0`}>
              {views.map((view) => <option key={view.id} value={view.id}>{view.name}</option>)}
            </select>
            <Button name="act" value="replace" formNoValidate className="min-h-9">{t('Replace')}</Button>
          </div>
        </div>
      ) : null}
    </ViewForm>
  )
}

function Change({ screen, view: { id, name, query, isDefault } }: { screen: ViewScreen; view: ViewChoice }) {
  const { t } = useTranslation()
  return (
    <ViewForm screen={screen} query={query}>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="called" value={name} />
      <div className="grid gap-1">
        <label className="grid gap-1 text-[0.8125rem] text-ink-soft">
          {t('Name of the view')}
          <input name="name" required maxLength={80} autoComplete="off" defaultValue={name} className={field} />
        </label>
        <Button name="act" value="rename" className="mt-1 min-h-9">{t('Rename')}</Button>
      </div>
      <div className="-mx-1.5 -mb-1.5 grid border-t border-line pt-1.5">
        <button type="submit" name="act" value={isDefault ? 'no_default' : 'default'} formNoValidate className={menuItem}>
          <Icon name="pin" size={16} /> {isDefault ? t('No longer open this screen with it') : t('Open this screen with it')}
        </button>
        <button type="submit" name="act" value="forget" formNoValidate className={menuItem}>
          <Icon name="close" size={16} /> <span className="min-w-0 truncate">{t('Forget “{{name}}”', { name })}</span>
        </button>
      </div>
    </ViewForm>
  )
}

function Tick({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  const id = useId()
  return (
    <div className="grid gap-0.5">
      <label className="flex items-center gap-2 text-sm text-ink">
        <input type="checkbox" name={name} value="true" aria-describedby={hint ? id : undefined} className="size-4 accent-accent-solid" />
        {children}
      </label>
      {hint ? <p id={id} className="pl-6 text-[0.8125rem] text-ink-faint">{hint}</p> : null}
    </div>
  )
}
