import { useTranslation } from 'react-i18next'
import { LinkButton } from '../kit/button.js'
import { Icon } from '../kit/icon.js'
import { Panel } from '../kit/screen.js'
import { phrase } from '../language/phrases.js'

export type FirstStep = 'resource' | 'booking' | 'people'

const steps: readonly { readonly step: FirstStep; readonly title: string; readonly text: string; readonly to: string; readonly action: string }[] = [
  { step: 'resource', title: phrase('Add what can be booked'), text: phrase('A room, a vehicle or a machine. It takes a name; everything else can wait.'), to: '/app/resources/new', action: phrase('Add the first resource') },
  { step: 'booking', title: phrase('Book it once'), text: phrase('See what your colleagues will see: a free time, a taken one, the calendar.'), to: '/app/bookings/new', action: phrase('Book something') },
  { step: 'people', title: phrase('Invite your colleagues'), text: phrase('They get a link by e-mail. What they may do is up to their role.'), to: '/app/members/invite', action: phrase('Invite somebody') },
]

/** The way from an empty organisation to one that is used. The next step carries the button; later ones can be read already. */
export function FirstSteps({ done }: { done: readonly FirstStep[] }) {
  const { t } = useTranslation()
  const next = steps.find(({ step }) => !done.includes(step))?.step
  return (
    <Panel title={t('First steps')} lead={t('{{done}} of {{all}} done', { done: String(done.length), all: String(steps.length) })}>
      <ol className="grid gap-1">
        {steps.map(({ step, title, text, to, action }, index) => {
          const over = done.includes(step)
          return (
            <li key={step} aria-current={step === next ? 'step' : undefined} className={`grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3.5 gap-y-3 rounded-lg px-3 py-3 sm:grid-cols-[auto_minmax(0,1fr)_auto] ${step === next ? 'bg-accent-wash' : ''}`}>
              <span className={`grid size-7 place-items-center rounded-full text-sm font-semibold ${over ? 'bg-good-wash text-good-text' : step === next ? 'bg-accent-solid text-accent-on' : 'bg-sunken text-ink-soft'}`}>
                {over ? <Icon name="check" size={16} /> : index + 1}
              </span>
              <div className="grid gap-0.5">
                <h3 className={`font-medium ${over ? 'text-ink-soft' : ''}`}>
                  {t(title)}
                  {over ? <span className="sr-only"> {t('(done)')}</span> : null}
                </h3>
                {over ? null : <p className="text-sm text-ink-soft">{t(text)}</p>}
              </div>
              {step === next ? (
                <LinkButton tone="primary" to={to} className="self-center max-sm:col-start-2 max-sm:justify-self-start">
                  {t(action)}
                </LinkButton>
              ) : null}
            </li>
          )
        })}
      </ol>
    </Panel>
  )
}
