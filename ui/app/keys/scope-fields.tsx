import { useRef, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScopeGroup } from './key-scopes.js'
import { moduleTitle } from '../settings/module-texts.js'
import { FormSection, RowError } from '../resources/form-section.js'

interface Props {
  readonly groups: readonly ScopeGroup[]
  readonly chosen: readonly string[]
  readonly error: string | undefined
}

/** What a key may do, by area; only what the person may do themselves is offered. */
export function ScopeFields({ groups, chosen, error }: Props) {
  const { t } = useTranslation()
  return (
    <FormSection title={t('Scopes')} hint={t('What it may do. Only what you may do yourself is offered; what you lose later, the key loses too. Give it no more than it needs.')}>
      <RowError id="scopes-error">{error}</RowError>
      <div className="grid gap-4">
        {groups.map((group) => (
          <Group key={group.module} group={group} chosen={chosen} />
        ))}
      </div>
    </FormSection>
  )
}

function Group({ group: { module, scopes }, chosen }: { group: ScopeGroup; chosen: readonly string[] }) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  const tickAll = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    for (const box of list.current?.querySelectorAll<HTMLInputElement>('input[name=scopes]') ?? []) box.checked = target.checked
  }
  const title = t(moduleTitle(module))
  return (
    <fieldset className="rounded-xl border border-line px-2 pb-2">
      <legend className="px-1.5 text-sm font-medium">{title}</legend>
      {scopes.length > 1 ? (
        <label className="flex min-h-9 items-center gap-2.5 rounded-lg px-2 text-sm text-ink-soft hover:bg-sunken [@media(scripting:none)]:hidden">
          <input type="checkbox" onChange={tickAll} className="size-4 shrink-0 accent-accent-solid" />
          {t('All of {{area}}', { area: title })}
        </label>
      ) : null}
      <div ref={list} className="grid">
        {scopes.map(({ name, description }) => (
          <label key={name} className="flex min-h-10 items-center gap-2.5 rounded-lg px-2 py-1 hover:bg-sunken">
            <input type="checkbox" name="scopes" value={name} defaultChecked={chosen.includes(name)} className="size-4 shrink-0 accent-accent-solid" />
            <span className="grid min-w-0 leading-snug">
              <span className="text-sm first-letter:uppercase">{t(description)}</span>
              <span className="font-mono text-xs text-ink-faint">{name}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
