import { useRef, useState, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ScopeGroup } from './key-scopes.js'
import { scopePresets } from './scope-presets.js'
import { moduleTitle } from '../settings/module-texts.js'
import { FormSection, RowError } from '../resources/form-section.js'

interface Props {
  readonly groups: readonly ScopeGroup[]
  readonly chosen: readonly string[]
  /** Name of the preset the address asks for. */
  readonly preset: string | null
  readonly error: string | undefined
}

/** What a key may do, by area; only what the person may do themselves is offered. */
export function ScopeFields({ groups, chosen, preset, error }: Props) {
  const { t } = useTranslation()
  const [sought, setSought] = useState('')
  return (
    <FormSection title={t('Scopes')} hint={t('What it may do. Only what you may do yourself is offered; what you lose later, the key loses too. Give it no more than it needs.')}>
      <RowError id="scopes-error">{error}</RowError>
      <Presets preset={preset} />
      <label className="scripted grid gap-1 text-sm">
        {t('Find a scope')}
        <input type="search" value={sought} onChange={({ target }) => setSought(target.value)} className="min-h-10 rounded-lg border border-field-line bg-surface px-3 hover:border-ink-soft" />
      </label>
      <div className="grid gap-4">
        {groups.map((group) => (
          <Group key={group.module} group={group} chosen={chosen} sought={sought.trim().toLowerCase()} />
        ))}
      </div>
    </FormSection>
  )
}

/** Links: each ticks what it stands for, with and without scripts; afterwards every tick can be changed. */
function Presets({ preset }: { preset: string | null }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('What the key is for')} className="grid gap-2">
      <p aria-hidden="true" className="text-sm font-medium">{t('What the key is for')}</p>
      <ul className="grid gap-2 sm:grid-cols-2">
        {scopePresets.map(({ name, title, purpose }) => (
          <li key={name} className="grid">
            <Link
              to={`?for=${name}`}
              replace
              preventScrollReset
              aria-current={preset === name ? 'true' : undefined}
              className="grid content-start gap-0.5 rounded-lg border border-line px-3.5 py-2.5 text-ink no-underline hover:bg-sunken aria-[current]:border-accent-text aria-[current]:bg-accent-wash"
            >
              <span className="text-sm font-medium">{t(title)}</span>
              <span className="text-[0.8125rem] leading-snug text-ink-soft">{t(purpose)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

interface GroupProps {
  readonly group: ScopeGroup
  readonly chosen: readonly string[]
  /** In small letters; what does not hold it is hidden, and keeps its tick. */
  readonly sought: string
}

function Group({ group: { module, scopes }, chosen, sought }: GroupProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  const tickAll = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    for (const box of list.current?.querySelectorAll<HTMLInputElement>('label:not([hidden]) input[name=scopes]') ?? []) box.checked = target.checked
  }
  const title = t(moduleTitle(module))
  const found = ({ name, description }: ScopeGroup['scopes'][number]): boolean => [title, name, t(description)].some((text) => text.toLowerCase().includes(sought))
  return (
    <fieldset hidden={!scopes.some(found)} className="rounded-xl border border-line px-2 pb-2">
      <legend className="px-1.5 text-sm font-medium">{title}</legend>
      {scopes.length > 1 ? (
        <label className="flex min-h-9 items-center gap-2.5 rounded-lg px-2 text-sm text-ink-soft hover:bg-sunken [@media(scripting:none)]:hidden">
          <input type="checkbox" onChange={tickAll} className="size-4 shrink-0 accent-accent-solid" />
          {t('All of {{area}}', { area: title })}
        </label>
      ) : null}
      <div ref={list} className="grid">
        {scopes.map(({ name, description }) => (
          <label key={name} hidden={!found({ name, description })} className="flex min-h-10 items-center gap-2.5 rounded-lg px-2 py-1 hover:bg-sunken [&[hidden]]:hidden">
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
