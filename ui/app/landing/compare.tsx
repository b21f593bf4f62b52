import { useTranslation } from 'react-i18next'
import { Section } from './section.js'
import { phrase } from '../language/phrases.js'

/** What a visitor asks of any booking system; the middle column is what its kind usually does, the right one what this one does. */
const questions = [
  { question: phrase('Two ask for one slot in the same instant'), usual: phrase('Both are told yes, and somebody sorts it out'), here: phrase('One gets it; the other hears the next free times') },
  { question: phrase('A request waits for approval'), usual: phrase('The time stays open to others meanwhile'), here: phrase('Its time is held until somebody decides') },
  { question: phrase('Who approves'), usual: phrase('Any administrator, the requester too'), here: phrase('Steps with named people, roles or owners; nobody their own request') },
  { question: phrase('A mail provider fails'), usual: phrase('The booking fails, or its mail is lost'), here: phrase('The booking stands; the mail is tried again, then kept to be sent by hand') },
  { question: phrase('Who changed it, and when'), usual: phrase('A log that can be edited, often off'), here: phrase('Always written, and not alterable by the application') },
] as const

const missing = [phrase('Payments and invoices'), phrase('Single sign-on (SAML, OpenID Connect)'), phrase('Two-way sync with Google or Microsoft calendars; there are calendar files'), phrase('Booking pages for people without an account')] as const

export function Compare() {
  const { t } = useTranslation()
  return (
    <Section id="compare" title={t('Where it differs, and what it does not do')} lead={t('Read from the code and issue lists of open systems of its kind in 2026. Not every one fails in every row; ask yours.')}>
      <div tabIndex={0} role="region" aria-label={t('Comparison')} className="overflow-x-auto rounded-xl border border-line bg-surface">
        <table className="w-full min-w-[40rem] text-left text-[0.9375rem]">
          <thead>
            <tr className="border-b border-line text-sm text-ink-faint">
              <th scope="col" className="px-4 py-3 font-medium">{t('Situation')}</th>
              <th scope="col" className="px-4 py-3 font-medium">{t('Often elsewhere')}</th>
              <th scope="col" className="px-4 py-3 font-medium text-accent-text">{t('BookFlow')}</th>
            </tr>
          </thead>
          <tbody>
            {questions.map(({ question, usual, here }) => (
              <tr key={question} className="border-b border-line align-top last:border-0">
                <th scope="row" className="px-4 py-3 font-semibold">{t(question)}</th>
                <td className="px-4 py-3 text-ink-soft">{t(usual)}</td>
                <td className="px-4 py-3">{t(here)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="grid gap-2">
        <h3 className="font-semibold">{t('Not in it today')}</h3>
        <ul className="grid list-disc gap-1 pl-5 text-ink-soft sm:grid-cols-2 sm:gap-x-10">
          {missing.map((what) => (
            <li key={what}>{t(what)}</li>
          ))}
        </ul>
      </div>
    </Section>
  )
}
