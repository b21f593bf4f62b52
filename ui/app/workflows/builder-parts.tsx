import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Choice } from './rule-choices.server.js'
import { Button } from '../kit/button.js'
import { Icon } from '../kit/icon.js'

export const control = 'min-h-10 min-w-0 rounded-lg border border-field-line bg-surface px-2.5 text-[0.9375rem] text-ink hover:border-ink-soft disabled:opacity-60'

/** A box of ticks for what may be several; it scrolls rather than grows. */
export function Ticks({ legend, titled = false, name, choices, chosen }: { legend: string; /** Shown, where nothing above says what the choice is. */ titled?: boolean; name: string; choices: readonly Choice[]; chosen: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <fieldset className="grid gap-1.5">
      <legend className={titled ? 'mb-1.5 text-[0.8125rem] text-ink-soft' : 'sr-only'}>{legend}</legend>
      <div className="flex max-h-44 flex-wrap gap-1.5 overflow-y-auto p-0.5">
        {choices.map(({ id, name: text }) => (
          <label key={id} className="flex min-h-8 items-center gap-2 rounded-full border border-line-strong px-3 text-sm hover:bg-sunken has-checked:border-accent-text has-checked:bg-accent-wash">
            <input type="checkbox" name={name} value={id} defaultChecked={chosen.includes(id)} className="size-3.5 accent-accent-solid" />
            {text}
          </label>
        ))}
        {choices.length === 0 ? <p className="text-sm text-ink-faint">{t('There is none yet.')}</p> : null}
      </div>
    </fieldset>
  )
}

/** A control of the builder under its name. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="grid justify-items-start gap-1 text-[0.8125rem] text-ink-soft">
      <span>{label}</span>
      {children}
    </label>
  )
}

/** A row of the builder: its name, its fields, what REST said about it, and the button that takes it out. */
export function BuilderRow({ title, remove, errors, children }: { title: string; remove: string | null; errors: readonly string[]; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <li className={`grid gap-2.5 rounded-lg border px-3.5 py-3 ${errors.length > 0 ? 'border-bad-text' : 'border-line'}`}>
      <div className="flex items-center justify-between gap-3">
        <p className="text-sm font-medium">{title}</p>
        {remove ? (
          <Button tone="plain" name="intent" value={remove} formNoValidate aria-label={t('Remove: {{title}}', { title })} className="min-h-8 px-2">
            <Icon name="close" size={16} />
          </Button>
        ) : null}
      </div>
      {children}
      {errors.map((error) => (
        <p key={error} className="text-sm text-bad-text">
          {error}
        </p>
      ))}
    </li>
  )
}

/** What a refusal says about one part of the rule: `/conditions/0/minutes` belongs to `conditions/0`. */
export function errorsUnder(fields: Readonly<Record<string, string>>, part: string): string[] {
  return Object.entries(fields).flatMap(([pointer, detail]) => (pointer === part || pointer.startsWith(`${part}/`) ? [detail] : []))
}
