import { useTranslation } from 'react-i18next'
import type { Member } from '#modules/members/contract'
import { FormSection, RowError } from './form-section.js'


interface Props {
  readonly chosen: readonly string[]
  readonly people: readonly Pick<Member, 'id' | 'name' | 'email'>[]
  readonly error: string | undefined
}

export function OwnerFields({ chosen, people, error }: Props) {
  const { t } = useTranslation()
  return (
    <FormSection title={t('Owners')} hint={t('Rules can ask them for approval. Owners are told what happens with the resource.')}>
      <div className="grid max-h-60 gap-x-4 overflow-y-auto rounded-xl border border-line p-2 sm:grid-cols-2" role="group" aria-label={t('Owners')} tabIndex={people.length > 10 ? 0 : undefined}>
        {people.map(({ id, name, email }) => (
          <label key={id} className="flex min-h-10 min-w-0 items-center gap-2.5 rounded-lg px-2 hover:bg-sunken">
            <input type="checkbox" name="owner_ids" value={id} defaultChecked={chosen.includes(id)} className="size-4 shrink-0 accent-accent-solid" />
            <span className="grid min-w-0 leading-tight">
              <span className="truncate text-sm">{name}</span>
              <span className="truncate text-xs text-ink-faint">{email}</span>
            </span>
          </label>
        ))}
      </div>
      <RowError id="owners-error">{error}</RowError>
    </FormSection>
  )
}
