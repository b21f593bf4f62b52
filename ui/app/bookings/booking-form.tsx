import { useState, type ReactNode } from 'react'
import { Form, useNavigation } from 'react-router'
import type { Draft } from './booking-draft.server.js'
import type { OffsetChoice, Refusal } from './booking-refusal.server.js'
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
  readonly draft: Draft
  readonly refusal: Refusal | null
  /** Sent along as `key`: the idempotency key of a new booking, the version of one that is changed. */
  readonly idempotencyKey: string
  readonly resources: readonly Choice[]
  readonly viewerPlace: string
  /** The page the form stands on; a suggested time leads back to it. */
  readonly path?: string
  /** What a suggested time's address must keep. */
  readonly carry?: Readonly<Record<string, string>>
  readonly submit?: string
  /** Beside the button. */
  readonly aside?: ReactNode
}

export function BookingForm({ draft, refusal, idempotencyKey, resources, viewerPlace, path = '/app/bookings/new', carry = {}, submit = 'Book', aside }: Props) {
  const busy = useNavigation().formAction?.startsWith(path) ?? false
  const [resource, setResource] = useState(draft.resource)
  const fields = refusal?.fields ?? {}
  const place = resources.find(({ id }) => id === resource)?.place
  return (
    <>
      {refusal ? <RefusalNotice refusal={refusal} draft={draft} path={path} carry={carry} /> : null}
      <Form method="post" className="grid gap-4" preventScrollReset>
        <input type="hidden" name="key" value={idempotencyKey} />
        <SelectField label="Resource" name="resource" required value={resource} onChange={({ target }) => setResource(target.value)} error={fields['resource']}>
          {resources.map(({ id, name, location, place: there }) => (
            <option key={id} value={id}>
              {[name, location, there ? `${there} time` : null].filter(Boolean).join(' · ')}
            </option>
          ))}
        </SelectField>
        <TextField label="Title" name="title" required maxLength={200} defaultValue={draft.title} placeholder="Design review" error={fields['title']} />
        <TextField label="Day" name="date" type="date" required defaultValue={draft.date} error={fields['date']} />
        <fieldset className="grid gap-2">
          <legend className="sr-only">Time</legend>
          <div className="grid grid-cols-2 items-start gap-3">
            <TextField label="From" name="start" type="time" step={300} required defaultValue={draft.start} error={fields['start']} />
            <TextField label="To" name="end" type="time" step={300} required defaultValue={draft.end} error={fields['end']} />
          </div>
          <p className={`text-[0.8125rem] ${place ? 'text-wait-text' : 'text-ink-faint'}`}>
            {place ? `On the clock in ${place}, where it is. You are on ${viewerPlace} time.` : `${viewerPlace} time`}
          </p>
          <OffsetChoices name="start_offset" title="Which start?" choices={refusal?.startChoices ?? []} fallback={draft.startOffset} />
          <OffsetChoices name="end_offset" title="Which end?" choices={refusal?.endChoices ?? []} fallback={draft.endOffset} />
        </fieldset>
        <details className="group grid gap-3" open={Boolean(draft.endDate || draft.note)}>
          <summary className="inline-flex min-h-8 items-center rounded gap-1.5 text-sm font-medium text-ink-soft hover:text-ink">
            <span className="-rotate-90 transition-transform group-open:rotate-0">
              <Icon name="chevron" size={16} />
            </span>
            Ends on another day, or a note
          </summary>
          <div className="mt-2 grid gap-4">
            <TextField label="Ends on" name="end_date" type="date" optional defaultValue={draft.endDate} hint="Empty means the same day." />
            <TextField label="Note" name="note" optional maxLength={1000} defaultValue={draft.note} error={fields['note']} />
          </div>
        </details>
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
