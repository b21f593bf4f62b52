import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFetcher } from 'react-router'
import type { DraftVerdict } from './verdict.server.js'
import { LinkButton } from '../kit/button.js'
import { Icon, type IconName } from '../kit/icon.js'

const looks: Readonly<Record<DraftVerdict['tone'], { box: string; icon: IconName }>> = {
  good: { box: 'bg-good-wash text-good-text', icon: 'check' },
  wait: { box: 'bg-wait-wash text-wait-text', icon: 'clock' },
  bad: { box: 'bg-bad-wash text-bad-text', icon: 'alert' },
}
/** Typing goes on for a moment; a choice is answered as soon as nobody types. */
const restMs = 250

/** Asks what would become of a form as it stands, whenever it changes. @param id the booking that is being changed */
export function useVerdict(id: string | null) {
  const fetcher = useFetcher<{ verdict: DraftVerdict | null }>()
  const { load } = fetcher
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const form = useRef<HTMLFormElement>(null)
  const ask = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      if (!form.current) return
      const query = new URLSearchParams([...new FormData(form.current)].flatMap(([name, value]): [string, string][] => (typeof value === 'string' && value !== '' && name !== 'key' ? [[name, value]] : [])))
      if (id !== null) query.set('id', id)
      void load(`/app/bookings/preview?${query}`)
    }, restMs)
  }, [load, id])
  useEffect(() => {
    ask()
    return () => clearTimeout(timer.current)
  }, [ask])
  return { form, ask, verdict: fetcher.data?.verdict ?? null }
}

/** @param addressOf the form filled with another time */
export function VerdictNotice({ verdict, addressOf }: { verdict: DraftVerdict | null; addressOf: (query: Readonly<Record<string, string>>) => string }) {
  const { t } = useTranslation()
  return (
    <div aria-live="polite" className="scripted grid gap-2 empty:hidden">
      {verdict ? (
        <div data-verdict={verdict.tone} className={`flex gap-2.5 rounded-lg px-3 py-2.5 text-sm ${looks[verdict.tone].box}`}>
          <span className="pt-px"><Icon name={looks[verdict.tone].icon} size={17} /></span>
          <div className="grid min-w-0 gap-1">
            <p className="font-medium">{verdict.title}</p>
            {verdict.facts.map((fact) => <p key={fact} className="text-ink">{fact}</p>)}
            {verdict.approvers.length > 0 ? (
              <ol className="grid gap-0.5 text-ink">
                {verdict.approvers.map((names, index) => (
                  <li key={index}>{verdict.approvers.length > 1 ? t('Step {{number}}: {{names}}', { number: String(index + 1), names }) : t('Asked: {{names}}', { names })}</li>
                ))}
              </ol>
            ) : null}
            {verdict.elsewhere ? <p className="text-ink tabular-nums">{t('That is {{when}}.', { when: verdict.elsewhere })}</p> : null}
          </div>
        </div>
      ) : null}
      {verdict && verdict.tone === 'bad' && verdict.nextFree.length > 0 ? (
        <div className="grid gap-1.5">
          <p className="text-sm font-medium">{t('Free next, for as long:')}</p>
          {verdict.nextFree.map(({ label, query }) => (
            <LinkButton key={label} preventScrollReset className="w-full justify-start tabular-nums" to={addressOf(query)}>
              {label}
            </LinkButton>
          ))}
        </div>
      ) : null}
    </div>
  )
}
