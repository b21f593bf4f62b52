import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BuilderRow, control, errorsUnder, Labelled, Ticks } from './builder-parts.js'
import type { RuleChoices } from './rule-choices.server.js'
import type { RuleDraft, StepDraft } from './rule-draft.js'
import { outcomeKinds, outcomeTexts } from './rule-words.js'
import { Button } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Icon } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'

interface Props {
  readonly draft: RuleDraft
  readonly choices: RuleChoices
  readonly fields: Readonly<Record<string, string>>
}

/** Without scripts every outcome's fields are there and only those of the chosen one count; with them the others are hidden. */
export function OutcomeFields({ draft, choices, fields }: Props) {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState(draft.outcome)
  return (
    <div className="group/outcome grid gap-4">
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="sr-only">{t('Outcome')}</legend>
        {outcomeKinds.map((kind) => (
          <label key={kind} className="flex items-start gap-3 rounded-lg border border-line px-3.5 py-2.5 hover:bg-sunken has-checked:border-accent-text has-checked:bg-accent-wash">
            <input type="radio" name="outcome" value={kind} checked={outcome === kind} onChange={() => setOutcome(kind)} className="mt-1 size-4 accent-accent-solid" />
            <span className="grid">
              <span className="font-medium">{t(outcomeTexts[kind].name)}</span>
              <span className="text-sm text-ink-soft">{t(outcomeTexts[kind].text)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="hidden group-has-[[value=refuse]:checked]/outcome:block">
        <TextField label={t('Reason the person reads')} name="reason" maxLength={500} defaultValue={draft.reason} error={errorsUnder(fields, 'outcome/reason')[0]} />
      </div>
      <div className="hidden gap-2 group-has-[[value=notify]:checked]/outcome:grid">
        <Ticks legend={t('Whom to tell')} titled name="told" choices={choices.people} chosen={draft.told} />
        {errorsUnder(fields, 'outcome/user_ids').map((error) => <p key={error} className="text-sm text-bad-text">{error}</p>)}
      </div>
      <div className="hidden gap-3 group-has-[[value^=require]:checked]/outcome:grid">
        <ol className="grid gap-3">
          {draft.steps.map((step, index) => (
            <StepRow key={index} index={index} step={step} removable={draft.steps.length > 1} choices={choices} errors={errorsUnder(fields, `outcome/steps/${index}`)} />
          ))}
        </ol>
        <div>
          <Button name="intent" value="add-step" formNoValidate>
            <Icon name="plus" size={16} /> {t('Add a step')}
          </Button>
        </div>
      </div>
    </div>
  )
}

const roleGroups = [
  ['member', phrase('Everybody who may book')],
  ['approver', phrase('Approvers, admins and owners')],
  ['admin', phrase('Admins and owners')],
  ['owner', phrase('Owners of the organisation')],
] as const

function StepRow({ index, step, removable, choices, errors }: { index: number; step: StepDraft; removable: boolean; choices: RuleChoices; errors: readonly string[] }) {
  const { t } = useTranslation()
  const prefix = `step.${index}`
  return (
    <BuilderRow title={t('Step {{number}}', { number: index + 1 })} remove={removable ? `remove-step:${index}` : null} errors={errors}>
      <input type="hidden" name="step" value={index} />
      <div className="group/mode flex flex-wrap items-end gap-3">
        <Labelled label={t('How many decide')}>
          <select className={control} name={`${prefix}.mode`} defaultValue={step.mode}>
            <option value="any">{t('Any one of')}</option>
            <option value="all">{t('All of')}</option>
            <option value="n_of_m">{t('A number of')}</option>
          </select>
        </Labelled>
        <div className="hidden group-has-[[value^=n]:checked]/mode:block">
          <Labelled label={t('How many')}>
            <input className={`${control} w-18`} name={`${prefix}.needed`} type="number" min={1} max={50} defaultValue={step.needed} />
          </Labelled>
        </div>
      </div>
      <p className="text-sm font-medium">{t('Who may decide')}</p>
      <label className="flex min-h-8 items-center gap-2 text-sm">
        <input type="checkbox" name={`${prefix}.owners`} defaultChecked={step.owners} className="size-4 accent-accent-solid" />
        {t('The owners of the resource')}
      </label>
      <Labelled label={t('Everybody of a role')}>
        <select className={`${control} max-w-full`} name={`${prefix}.role`} defaultValue={step.role === 'viewer' ? 'member' : step.role}>
          <option value="">{t('No role')}</option>
          {roleGroups.map(([value, text]) => (
            <option key={value} value={value}>
              {t(text)}
            </option>
          ))}
        </select>
      </Labelled>
      <Ticks legend={t('Certain people')} titled name={`${prefix}.people`} choices={choices.people} chosen={step.people} />
    </BuilderRow>
  )
}
