import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Simulated, Tried } from './trial.server.js'
import { focusInView } from '../kit/focus-in-view.js'
import { Icon } from '../kit/icon.js'

export function TrialResult({ result }: { result: Simulated | Tried }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => focusInView(box.current), [result])
  return (
    <div ref={box} tabIndex={-1} role="status" className="arrive grid gap-3 rounded-lg bg-sunken px-4 py-3.5">
      {result.kind === 'simulation' ? <Simulation result={result} /> : <DryRun result={result} />}
    </div>
  )
}

function Simulation({ result: { days, examined, matched, changed, items } }: { result: Simulated }) {
  const { t } = useTranslation()
  if (examined === 0) return <p className="font-medium">{t('Nothing was booked for the last {{days}} days, so there is nothing to try it on.', { days })}</p>
  return (
    <>
      <p className="font-medium">
        {t('Of {{examined}} bookings in the last {{days}} days it matches {{matched}} and would have changed {{changed}}.', { examined, days, matched, changed })}
      </p>
      <ul className="grid gap-2 text-sm empty:hidden">
        {items.map(({ id, slot, resource, before, after, changed: differs }) => (
          <li key={id} className="grid gap-x-4 sm:grid-cols-[13rem_minmax(0,1fr)]">
            <span className="tabular-nums text-ink-soft">{slot}</span>
            <span>
              <span className="font-medium">{resource}</span>: {differs ? t('{{before}}, now {{after}}', { before, after }) : t('stays {{after}}', { after })}
            </span>
          </li>
        ))}
      </ul>
      {matched > items.length && items.length === 50 ? <p className="text-sm text-ink-faint">{t('The newest 50 are shown.')}</p> : null}
    </>
  )
}

function DryRun({ result: { verdict, told, trace } }: { result: Tried }) {
  const { t } = useTranslation()
  return (
    <>
      <p className="font-medium">
        {t('It would be {{verdict}}.', { verdict })} {told.length > 0 ? t('Told: {{people}}.', { people: told.join(', ') }) : ''}
      </p>
      <ol className="grid gap-3 text-sm">
        {trace.map(({ name, matched, applied, words, conditions }, index) => (
          <li key={`${index}-${name}`} className="grid gap-1">
            <p className={applied ? 'font-medium' : 'text-ink-soft'}>
              {name}: {applied ? words : matched ? t('matches, but an earlier rule has decided') : t('does not match')}
            </p>
            {conditions.map(({ met, reason }) => (
              <p key={reason} className="flex gap-2 text-ink-soft">
                <span className={met ? 'text-good-text' : 'text-ink-faint'}>
                  <Icon name={met ? 'check' : 'close'} size={16} />
                </span>
                {reason}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </>
  )
}
