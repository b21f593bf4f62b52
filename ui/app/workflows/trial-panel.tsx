import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigation } from 'react-router'
import { control } from './builder-parts.js'
import type { RuleChoices } from './rule-choices.server.js'
import type { Simulated, TrialFields, Tried } from './trial.server.js'
import { TrialResult } from './trial-result.js'
import { Button } from '../kit/button.js'
import { Panel } from '../kit/screen.js'

interface Props {
  readonly choices: RuleChoices
  /** What was tried last, or where an empty form starts. */
  readonly fields: TrialFields
  readonly result: Simulated | Tried | null
}

/** Tries what is on the screen, without saving anything. Part of the builder's form. */
export function TrialPanel({ choices, fields, result }: Props) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent')
  return (
    <Panel title={t('Try it')} lead={t('Tries the rule as it stands above, beside all others. Nothing is saved.')}>
      <div className="flex flex-wrap items-end gap-2.5">
        <Small label={t('On the bookings of the last')}>
          <select className={control} name="days" defaultValue={fields.days}>
            <option value="7">{t('7 days')}</option>
            <option value="30">{t('30 days')}</option>
            <option value="90">{t('90 days')}</option>
          </select>
        </Small>
        <Button name="intent" value="simulate" busy={busy === 'simulate'}>
          {t('Show what would have changed')}
        </Button>
      </div>
      <div className="flex flex-wrap items-end gap-2.5 border-t border-line pt-4">
        <Small label={t('On one booking of')}>
          <select className={`${control} max-w-52`} name="try.resource" defaultValue={fields.resource}>
            {choices.resources.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Small>
        <Small label={t('for')}>
          <select className={`${control} max-w-44`} name="try.person" defaultValue={fields.person}>
            <option value="">{t('Me')}</option>
            {choices.people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Small>
        <Small label={t('on')}>
          <input className={control} type="date" name="try.date" defaultValue={fields.date} />
        </Small>
        <Small label={t('from')}>
          <input className={control} type="time" name="try.start" defaultValue={fields.start} />
        </Small>
        <Small label={t('to')}>
          <input className={control} type="time" name="try.end" defaultValue={fields.end} />
        </Small>
        <Button name="intent" value="dry-run" busy={busy === 'dry-run'}>
          {t('Try this booking')}
        </Button>
      </div>
      {result ? <TrialResult result={result} /> : null}
    </Panel>
  )
}

function Small({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="grid gap-1 text-[0.8125rem] text-ink-soft">
      {label}
      {children}
    </label>
  )
}
