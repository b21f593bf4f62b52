import type { Member } from '#modules/members/contract'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { AttributeFields } from './attribute-fields.js'
import { FormSection } from './form-section.js'
import { HoursFields } from './hours-fields.js'
import { LimitFields } from './limit-fields.js'
import { OwnerFields } from './owner-fields.js'
import type { ResourceDraft } from './resource-draft.js'
import type { ResourceRefusal } from './resource-refusal.server.js'
import { SelectField, TextAreaField, TextField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'

export interface FormChoices {
  readonly types: readonly { id: string; name: string }[]
  readonly people: readonly Pick<Member, 'id' | 'name' | 'email'>[]
  readonly zones: readonly string[]
}
interface Props {
  readonly draft: ResourceDraft
  readonly refusal: ResourceRefusal | null
  readonly choices: FormChoices
  /** A kind made by the attempt before this one. */
  readonly madeType?: FormChoices['types'][number] | null
}

/** Every field of a resource, for making one and for changing it. The page around it brings the form and its buttons. */
export function ResourceFields({ draft, refusal, choices, madeType = null }: Props) {
  const { t } = useTranslation()
  const types = madeType && choices.types.every(({ id }) => id !== madeType.id) ? [...choices.types, madeType] : choices.types
  const fields = refusal?.fields ?? {}
  return (
    <>
      {refusal ? <Refused refusal={refusal} /> : null}
      <FormSection title={t('What it is')}>
        <TextField label={t('Name')} name="name" required maxLength={120} defaultValue={draft.name} placeholder={t('Atlas')} error={fields['name']} />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <SelectField label={t('Kind')} name="type_id" defaultValue={draft.typeId} error={fields['type_id']}>
            <option value="">{t('None')}</option>
            {types.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField label={t('Or a new kind')} name="new_type" optional maxLength={120} defaultValue={draft.newType} placeholder={t('Meeting room')} error={fields['new_type']} />
        </div>
        <TextAreaField label={t('Description')} name="description" optional maxLength={2000} rows={3} defaultValue={draft.description} error={fields['description']} />
      </FormSection>
      <FormSection title={t('Where it is')} hint={t('Its opening hours and rules go by its own clock.')}>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField label={t('Location')} name="location" optional maxLength={200} defaultValue={draft.location} placeholder={t('North building, floor 2')} error={fields['location']} />
          <SelectField label={t('Time zone')} name="timezone" required defaultValue={draft.timezone} error={fields['timezone']}>
            {choices.zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </SelectField>
        </div>
      </FormSection>
      <FormSection title={t('Capacity')}>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField label={t('Units')} name="units" type="number" inputMode="numeric" required min={1} max={100} defaultValue={draft.numbers.units} hint={t('How many bookings may run at the same time')} error={fields['units']} />
          <TextField label={t('Seats')} name="seats" type="number" inputMode="numeric" optional min={1} max={100_000} defaultValue={draft.numbers.seats} hint={t('How many people fit; empty is no limit')} error={fields['seats']} />
        </div>
        <label className="flex items-start gap-2.5">
          <input type="checkbox" name="shows_titles" defaultChecked={draft.showsTitles} className="mt-1 size-4 shrink-0 accent-accent-solid" />
          <span>
            {t('Members see the titles of each other’s bookings')}
            <span className="block text-[0.8125rem] text-ink-faint">{t('Otherwise they see that the time is taken, and no more.')}</span>
          </span>
        </label>
      </FormSection>
      <HoursFields draft={draft} fields={fields} />
      <LimitFields draft={draft} fields={fields} />
      <AttributeFields draft={draft} fields={fields} />
      <OwnerFields chosen={draft.ownerIds} people={choices.people} error={fields['owner_ids']} />
    </>
  )
}

/** A refusal with the bookings it names, each leading to where it can be moved or cancelled. */
export function Refused({ refusal }: { refusal: ResourceRefusal }) {
  const { t } = useTranslation()
  return (
    <Notice tone="bad" takeFocus title={refusal.title}>
      {refusal.detail ? <p>{refusal.detail}</p> : null}
      {refusal.code === 'precondition_failed' ? (
        <p>
          <Link to="" reloadDocument className="font-medium underline underline-offset-2">
            {t('Open it again')}
          </Link>
        </p>
      ) : null}
      {refusal.bookings.length > 0 ? (
        <ul className="grid list-disc gap-1 pl-4 tabular-nums">
          {refusal.bookings.map(({ id, label }) => (
            <li key={id}>
              <Link to={`/app/bookings/${id}`} className="underline underline-offset-2">
                {label}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </Notice>
  )
}
