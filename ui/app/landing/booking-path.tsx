import { useTranslation } from 'react-i18next'
import { Section } from './section.js'

const steps = [
  { title: 'Who and where', text: 'The token is checked, then membership, role and switched-on modules, live from the database.', inside: true },
  { title: 'Every rule at once', text: 'Opening hours, buffers, notice, length. All that is broken comes back together.', inside: true },
  { title: 'The verdict', text: 'Your rules answer confirm, ask for approval, or refuse, before anything is written.', inside: true },
  { title: 'The slot', text: 'One insert. If the time is taken, the constraint says so, and the next free times come back.', inside: true },
  { title: 'Mail and audit', text: 'Outbox, event and audit rows are written. One commit makes all of it true.', inside: true },
  { title: 'Out to the world', text: 'Screens update within a second, and the worker sends.', inside: false },
] as const

export function BookingPath() {
  const { t } = useTranslation()
  return (
    <Section
      id="path"
      tinted
      title={t('One booking, one transaction')}
      lead={t('A request either happens completely or not at all. A process may be killed at any point of this path; what was answered with success stays, and nothing half-done remains.')}
    >
      <ol className="grid gap-x-8 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
        {steps.map(({ title, text, inside }, index) => (
          <li key={title} className="grid content-start gap-1.5">
            <div aria-hidden="true" className="mb-1 flex items-center gap-3">
              <span
                className={`grid size-7 place-items-center rounded-full text-[0.8125rem] font-semibold tabular-nums ${inside ? 'bg-accent-wash text-accent-text' : 'bg-good-wash text-good-text'}`}
              >
                {index + 1}
              </span>
              <span className="text-[0.8125rem] text-ink-faint">{inside ? t('in the transaction') : t('after the commit')}</span>
            </div>
            <h3 className="font-semibold">{title}</h3>
            <p className="text-ink-soft">{text}</p>
          </li>
        ))}
      </ol>
    </Section>
  )
}
