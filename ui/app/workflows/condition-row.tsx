import { useTranslation } from 'react-i18next'
import { BuilderRow, control, Ticks } from './builder-parts.js'
import type { Choice, RuleChoices } from './rule-choices.server.js'
import { unitNames, type ConditionDraft } from './rule-draft.js'
import { comparisonNames, conditionNames, dayNames } from './rule-words.js'
import { memberRoles, roleNames } from '../members/member-filters.js'

interface Props {
  readonly index: number
  readonly draft: ConditionDraft
  readonly choices: RuleChoices
  readonly errors: readonly string[]
}

export function ConditionRow({ index, draft, choices, errors }: Props) {
  const { t } = useTranslation()
  const prefix = `condition.${index}`
  return (
    <BuilderRow title={t(conditionNames[draft.kind])} remove={`remove-condition:${index}`} errors={errors}>
      <input type="hidden" name="condition" value={index} />
      <input type="hidden" name={`${prefix}.kind`} value={draft.kind} />
      <Fields prefix={prefix} draft={draft} choices={choices} />
    </BuilderRow>
  )
}

const days: readonly Choice[] = Object.entries(dayNames).map(([id, name]) => ({ id, name }))
const roles: readonly Choice[] = memberRoles.map((id) => ({ id, name: roleNames[id] }))

function Fields({ prefix, draft, choices }: { prefix: string; draft: ConditionDraft; choices: RuleChoices }) {
  const { t } = useTranslation()
  const ticks = (legend: string, list: readonly Choice[]) => <Ticks legend={legend} name={`${prefix}.values`} choices={list} chosen={draft.values} />
  const named = (list: readonly Choice[]) => list.map(({ id, name }) => ({ id, name: t(name) }))
  switch (draft.kind) {
    case 'duration':
    case 'notice':
    case 'attendees':
      return <Measure prefix={prefix} draft={draft} />
    case 'resource':
      return ticks(t('Resources'), choices.resources)
    case 'resource_type':
      return ticks(t('Types'), choices.types)
    case 'role':
      return ticks(t('Roles'), named(roles))
    case 'person':
      return ticks(t('People'), choices.people)
    case 'weekday':
      return ticks(t('Days'), named(days))
    case 'outside_hours':
      return (
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <input className={control} aria-label={t('From')} name={`${prefix}.from`} required pattern="([01]\d|2[0-3]):[0-5]\d" maxLength={5} size={5} defaultValue={draft.from} />
          {t('to')}
          <input className={control} aria-label={t('To')} name={`${prefix}.to`} required pattern="([01]\d|2[0-3]):[0-5]\d|24:00" maxLength={5} size={5} defaultValue={draft.to} />
          <span className="text-ink-faint">{t('on the resource’s clock, 00:00 to 24:00')}</span>
        </div>
      )
    case 'on_behalf':
      return (
        <select className={control} aria-label={t('Made for')} name={`${prefix}.is`} defaultValue={draft.is}>
          <option value="true">{t('for somebody else')}</option>
          <option value="false">{t('by the person it is for')}</option>
        </select>
      )
    case 'attribute':
      return (
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <input className={control} aria-label={t('Property')} name={`${prefix}.name`} required maxLength={60} placeholder={t('floor')} defaultValue={draft.name} />
          {t('is')}
          <input className={control} aria-label={t('Value')} name={`${prefix}.amount`} required maxLength={200} placeholder="3" defaultValue={draft.amount} />
        </div>
      )
  }
}

function Measure({ prefix, draft }: { prefix: string; draft: ConditionDraft }) {
  const { t } = useTranslation()
  const attendees = draft.kind === 'attendees'
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <select className={control} aria-label={t('Comparison')} name={`${prefix}.is`} defaultValue={draft.is}>
        {Object.entries(comparisonNames).map(([value, text]) => (
          <option key={value} value={value}>
            {t(text)}
          </option>
        ))}
      </select>
      <input className={`${control} w-24`} aria-label={t('Amount')} name={`${prefix}.amount`} type="number" min={0} step={attendees ? 1 : 'any'} required defaultValue={draft.amount} />
      {attendees ? (
        t('people')
      ) : (
        <select className={control} aria-label={t('Unit')} name={`${prefix}.unit`} defaultValue={draft.unit}>
          {Object.entries(unitNames).map(([unit, name]) => (
            <option key={unit} value={unit}>
              {t(name)}
            </option>
          ))}
        </select>
      )}
      {draft.kind === 'notice' ? <span className="text-ink-faint">{t('ahead')}</span> : null}
    </div>
  )
}
