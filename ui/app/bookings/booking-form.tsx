import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, useNavigation, useSearchParams } from 'react-router'
import { AttendeeFields, type Person } from './attendee-fields.js'
import type { Draft } from './booking-draft.server.js'
import { filterQuery } from './booking-filters.js'
import type { OffsetChoice, Refusal } from './booking-refusal.server.js'
import { useVerdict, VerdictNotice } from './draft-verdict.js'
import { RefusalNotice } from './refusal-notice.js'
import { Button } from '../kit/button.js'
import { SelectField, TextField } from '../kit/field.js'
import { Icon } from '../kit/icon.js'

interface Choice {
  readonly id: string
  readonly name: string
  readonly location: string | null
  /** Where its clock stands, when that is not the viewer's zone. */
  readonly place: string | null
}

interface Props {
  /** The booking that is changed; null for a new one. */
  readonly id: string | null
  readonly draft: Draft
  readonly refusal: Refusal | null
  /** Sent along as `key`: the idempotency key of a new booking, the version of one that is changed. */
  readonly idempotencyKey: string
  readonly resources: readonly Choice[]
  /** Who else may come; empty for those who may not know the others. */
  readonly people: readonly Person[]
  /** Whether it may be for somebody else. */
  readonly onBehalf: boolean
  readonly viewerPlace: string
  /** The page the form stands on; a suggested time leads back to it. */
  readonly path: string
  /** What a suggested time's address must keep. */
  readonly carry?: Readonly<Record<string, string>>
  readonly submit: string
  /** Beside the button. */
  readonly aside?: ReactNode
}

export function BookingForm({ id, draft, refusal, idempotencyKey, resources, people, onBehalf, viewerPlace, path, carry = {}, submit, aside }: Props) {
  const { t } = useTranslation()
  const busy = useNavigation().formAction?.startsWith(path) ?? false
  const [search] = useSearchParams()
  const [resource, setResource] = useState(draft.resource)
  const [touched, setTouched] = useState(false)
  const { form, ask, verdict } = useVerdict(id)
  const fields = refusal?.fields ?? {}
  const place = resources.find((one) => one.id === resource)?.place
  const addressOf = (query: Readonly<Record<string, string>>): string => `${path}${filterQuery(search, { ...typed(form.current), ...query, ...carry })}`
  return (
    <>
      {refusal ? <RefusalNotice refusal={refusal} draft={draft} path={path} carry={carry} /> : null}
      <Form
        ref={form}
        method="post"
        className="grid gap-4"
        preventScrollReset
        onChange={() => {
          setTouched(true)
          ask()
        }}
      >
        <input type="hidden" name="key" value={idempotencyKey} />
        <SelectField label={t('Resource')} name="resource" required value={resource} onChange={({ target }) => setResource(target.value)} error={fields['resource']}>
          {resources.map(({ id: one, name, location, place: there }) => (
            <option key={one} value={one}>
              {[name, location, there ? t('{{place}} time', { place: there }) : null].filter(Boolean).join(' · ')}
            </option>
          ))}
        </SelectField>
        <TextField label={t('Title')} name="title" required maxLength={200} defaultValue={draft.title} placeholder={t('Design review')} error={fields['title']} />
        <TextField label={t('Day')} name="date" type="date" required defaultValue={draft.date} error={fields['date']} />
        <fieldset className="grid gap-2">
          <legend className="sr-only">{t('Time')}</legend>
          <div className="grid grid-cols-2 items-start gap-3">
            <TextField label={t('From')} name="start" type="time" step={300} required defaultValue={draft.start} error={fields['start']} />
            <TextField label={t('To')} name="end" type="time" step={300} required defaultValue={draft.end} error={fields['end']} />
          </div>
          <p className={`text-[0.8125rem] ${place ? 'text-wait-text' : 'text-ink-faint'}`}>
            {place ? t('On the clock in {{place}}, where it is. You are on {{own}} time.', { place, own: viewerPlace }) : t('{{place}} time', { place: viewerPlace })}
          </p>
          <OffsetChoices name="start_offset" title={t('Which start?')} choices={refusal?.startChoices ?? []} fallback={draft.startOffset} />
          <OffsetChoices name="end_offset" title={t('Which end?')} choices={refusal?.endChoices ?? []} fallback={draft.endOffset} />
        </fieldset>
        <details className="group grid gap-3" open={Boolean(draft.endDate || draft.note || draft.attendees.length > 0 || draft.bookedFor)}>
          <summary className="inline-flex min-h-8 items-center rounded gap-1.5 text-sm font-medium text-ink-soft hover:text-ink">
            <span className="-rotate-90 transition-transform group-open:rotate-0">
              <Icon name="chevron" size={16} />
            </span>
            {people.length > 0 ? t('Who else comes, another day, a note') : t('Ends on another day, or a note')}
          </summary>
          <div className="mt-2 grid gap-4">
            <AttendeeFields people={people} chosen={draft.attendees} error={fields['attendee_ids']} />
            {onBehalf && people.length > 0 ? (
              <SelectField label={t('For')} name="booked_for" optional defaultValue={draft.bookedFor} error={fields['booked_for']}>
                <option value="">{t('Myself')}</option>
                {people.map((person) => <option key={person.id} value={person.id}>{person.name}</option>)}
              </SelectField>
            ) : null}
            <TextField label={t('Ends on')} name="end_date" type="date" optional defaultValue={draft.endDate} hint={t('Empty means the same day.')} />
            <TextField label={t('Note')} name="note" optional maxLength={1000} defaultValue={draft.note} error={fields['note']} />
          </div>
        </details>
        <VerdictNotice verdict={refusal && !touched ? null : verdict} addressOf={addressOf} />
        <div className="grid auto-cols-auto gap-2.5 has-[a]:flex has-[a]:flex-wrap">
          <Button tone="primary" busy={busy}>
            {submit}
          </Button>
          {aside}
        </div>
      </Form>
    </>
  )
}

/** What somebody wrote so far, for the address of another time. */
function typed(form: HTMLFormElement | null): Record<string, string> {
  if (!form) return {}
  const data = new FormData(form)
  const text = (name: string): string => String(data.get(name) ?? '')
  return { resource: text('resource'), title: text('title'), note: text('note'), booked_for: text('booked_for'), attendees: data.getAll('attendee').join(',') || 'none' }
}

function OffsetChoices({ name, title, choices, fallback }: { name: string; title: string; choices: readonly OffsetChoice[]; fallback: string }) {
  if (choices.length === 0) return <input type="hidden" name={name} value={fallback} />
  return (
    <fieldset className="grid gap-1.5 rounded-lg bg-wait-wash px-3 py-2">
      <legend className="sr-only">{title}</legend>
      {choices.map(({ offset, label }) => (
        <label key={offset} className="flex items-center gap-2 text-sm">
          <input type="radio" name={name} value={offset} required className="accent-accent-solid" />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
