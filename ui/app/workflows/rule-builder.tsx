import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { control, errorsUnder } from './builder-parts.js'
import { ConditionRow } from './condition-row.js'
import { OutcomeFields } from './outcome-fields.js'
import type { RuleChoices } from './rule-choices.server.js'
import type { RuleDraft } from './rule-draft.js'
import { conditionKinds, conditionNames } from './rule-words.js'
import { Button } from '../kit/button.js'
import { TextField } from '../kit/field.js'
import { Icon } from '../kit/icon.js'
import { Panel } from '../kit/screen.js'

interface Props {
  readonly draft: RuleDraft
  /** Of the rule being changed; 0 for a new one. */
  readonly version: number
  /** Whether the rule that is being changed is in use. */
  readonly wasEnabled?: boolean
  readonly choices: RuleChoices
  readonly fields: Readonly<Record<string, string>>
  readonly mayManage: boolean
  /** The try-out, in the same form, so that it tries what is on the screen. */
  readonly children?: ReactNode
}

/** The builder. Every button posts the whole form; those that add or remove rows get it back changed. Keyed by its draft. */
export function RuleBuilder({ draft, version, wasEnabled, choices, fields, mayManage, children }: Props) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent')
  return (
    <Form method="post" preventScrollReset className="grid gap-5">
      {/* Enter in a field presses the first button of the form: it must save, not remove a row. */}
      {mayManage ? <button type="submit" name="intent" value="save" className="hidden" tabIndex={-1} aria-hidden="true" /> : null}
      <input type="hidden" name="version" value={version} />
      {wasEnabled === undefined ? null : <input type="hidden" name="was_enabled" value={String(wasEnabled)} />}
      <fieldset disabled={!mayManage} className="grid gap-5">
        <Panel title={t('Name and place')} lead={t('Rules are asked from the lowest number to the highest; the first that decides wins.')}>
          <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
            <TextField label={t('Name')} name="name" required maxLength={120} defaultValue={draft.name} error={fields['name']} />
            <TextField label={t('Priority')} name="priority" type="number" min={0} max={10_000} required defaultValue={draft.priority} error={fields['priority']} />
          </div>
          <TextField label={t('Why there is this rule')} name="description" optional maxLength={1000} defaultValue={draft.description} error={fields['description']} />
          <label className="flex min-h-8 items-center gap-2 text-sm">
            <input type="checkbox" name="enabled" defaultChecked={draft.enabled} className="size-4 accent-accent-solid" />
            {t('In use')}
          </label>
        </Panel>
        <Panel title={t('When')} lead={draft.conditions.length === 0 ? t('No condition: it matches every booking.') : t('All of these must hold.')}>
          <ol className="grid gap-3 empty:hidden">
            {draft.conditions.map((condition, index) => (
              <ConditionRow key={`${index}-${condition.kind}`} index={index} draft={condition} choices={choices} errors={errorsUnder(fields, `conditions/${index}`)} />
            ))}
          </ol>
          <div className="flex flex-wrap items-center gap-2.5">
            <select className={control} aria-label={t('Condition to add')} name="new_condition">
              {conditionKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(conditionNames[kind])}
                </option>
              ))}
            </select>
            <Button name="intent" value="add-condition" formNoValidate>
              <Icon name="plus" size={16} /> {t('Add condition')}
            </Button>
          </div>
        </Panel>
        <Panel title={t('Then')}>
          <OutcomeFields draft={draft} choices={choices} fields={fields} />
        </Panel>
        {mayManage ? (
          <div className="flex flex-wrap gap-2.5">
            <Button tone="primary" name="intent" value="save" busy={busy === 'save'}>
              {version === 0 ? t('Create rule') : t('Save as a new version')}
            </Button>
          </div>
        ) : null}
      </fieldset>
      {children}
    </Form>
  )
}
