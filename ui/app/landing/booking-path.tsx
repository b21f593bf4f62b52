import { useTranslation } from 'react-i18next'
import { Section } from './section.js'
import { phrase } from '../language/phrases.js'

const steps = [
  { title: phrase('Who and where'), text: phrase('The token is checked, then membership, role and switched-on modules, live from the database.'), inside: true },
  { title: phrase('Every rule at once'), text: phrase('Opening hours, buffers, notice, length. All that is broken comes back together.'), inside: true },
  { title: phrase('The verdict'), text: phrase('Your rules answer confirm, ask for approval, or refuse, before anything is written.'), inside: true },
  { title: phrase('The slot'), text: phrase('One insert. If the time is taken, the constraint says so, and the next free times come back.'), inside: true },
  { title: phrase('Mail and audit'), text: phrase('Outbox, event and audit rows are written. One commit makes all of it true.'), inside: true },
  { title: phrase('Out to the world'), text: phrase('Screens update within a second, and the worker sends.'), inside: false },
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
            <h3 className="font-semibold">{t(title)}</h3>
            <p className="text-ink-soft">{t(text)}</p>
          </li>
        ))}
      </ol>
    </Section>
  )
}
