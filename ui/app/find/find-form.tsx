import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { lengths, type AttributeChoice, type FindWish } from './find-wish.js'
import { Button } from '../kit/button.js'
import { SelectField, TextField } from '../kit/field.js'

interface Props {
  readonly wish: FindWish
  readonly types: readonly { id: string; name: string }[]
  readonly attributes: readonly AttributeChoice[]
  readonly today: string
}

/** "A room for eight with a screen, one hour, this week": a GET form, so that a search can be kept and sent on. */
export function FindForm({ wish, types, attributes, today }: Props) {
  const { t } = useTranslation()
  const busy = useNavigation().location?.pathname === '/app/find'
  const chosen = (name: string): string => wish.attributes.find((one) => one.startsWith(`${name}:`)) ?? ''
  return (
    <Form method="get" action="/app/find" className="grid gap-4 rounded-xl border border-line bg-surface p-4 shadow-soft sm:p-5">
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_9rem_7rem]">
        <TextField label={t('What for')} name="title" optional maxLength={200} defaultValue={wish.title} hint={t('With it a time is booked with one click.')} />
        <SelectField label={t('How long')} name="minutes" defaultValue={String(wish.minutes)}>
          {lengths.map((minutes) => <option key={minutes} value={minutes}>{minutes < 60 ? t('{{minutes}} min', { minutes: String(minutes) }) : t('{{hours}} h', { hours: String(minutes / 60) })}</option>)}
        </SelectField>
        <TextField label={t('Seats')} name="seats" type="number" min={1} max={9999} defaultValue={wish.seats} placeholder={t('any')} />
      </div>
      <div className="grid gap-4 min-[30rem]:grid-cols-2 sm:grid-cols-4">
        <TextField label={t('From day')} name="from" type="date" min={today} required defaultValue={wish.from} />
        <TextField label={t('To day')} name="to" type="date" min={today} required defaultValue={wish.to} />
        <TextField label={t('Not before')} name="after" type="time" step={900} required defaultValue={wish.after} />
        <TextField label={t('Not after')} name="before" type="time" step={900} required defaultValue={wish.before} />
      </div>
      <div className="grid gap-4 sm:grid-cols-4">
        <SelectField label={t('Kind')} name="type_id" defaultValue={wish.typeId}>
          <option value="">{t('All')}</option>
          {types.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </SelectField>
        <SelectField label={t('First')} name="sort" defaultValue={wish.sort}>
          <option value="soonest">{t('Soonest')}</option>
          <option value="fit">{t('Best fit')}</option>
        </SelectField>
        {attributes.filter(({ values }) => values.length > 1 || values[0] !== 'true').map(({ name, values }) => (
          <SelectField key={name} label={name} name="attribute" defaultValue={chosen(name)}>
            <option value="">{t('Any')}</option>
            {values.map((value) => <option key={value} value={`${name}:${value}`}>{value}</option>)}
          </SelectField>
        ))}
      </div>
      {attributes.some(({ values }) => values.length === 1 && values[0] === 'true') ? (
        <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
          <legend className="pb-1.5 text-sm font-medium">{t('It has to have')}</legend>
          {attributes.filter(({ values }) => values.length === 1 && values[0] === 'true').map(({ name }) => (
            <label key={name} className="flex min-h-8 items-center gap-2 text-sm">
              <input type="checkbox" name="attribute" value={`${name}:true`} defaultChecked={chosen(name) !== ''} className="size-4 accent-accent-solid" />
              {name}
            </label>
          ))}
        </fieldset>
      ) : null}
      <div>
        <Button tone="primary" busy={busy}>{t('Find a time')}</Button>
      </div>
    </Form>
  )
}
