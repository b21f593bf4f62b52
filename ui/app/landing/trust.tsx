import { useTranslation } from 'react-i18next'
import { CodeBlock, Section } from './section.js'
import { phrase } from '../language/phrases.js'

const constraint = `EXCLUDE USING gist (
  org_id      WITH =,
  resource_id WITH =,
  unit        WITH =,
  occupied    WITH &&
) WHERE (status IN ('held', 'pending_approval',
                    'confirmed', 'checked_in'))`

const guarantees = [
  {
    title: phrase('No double booking'),
    how: phrase('The constraint beside this list. Requests for approval hold their time too.'),
    proof: phrase('1,000 requests at once for one slot: one 201, 999 times 409.'),
  },
  {
    title: phrase('One organisation never sees another'),
    how: phrase('Composite keys and row-level security, forced, with a database role that owns nothing.'),
    proof: phrase('Another organisation’s id answers exactly like an id that never existed.'),
  },
  {
    title: phrase('What is committed is sent, what is not is not'),
    how: phrase('Mail is a row of the same transaction. Only the worker sends.'),
    proof: phrase('A booking that rolls back leaves no message; one that commits leaves exactly its own.'),
  },
  {
    title: phrase('History stays as it was'),
    how: phrase('The audit log takes INSERT and SELECT from the application, nothing else.'),
    proof: phrase('UPDATE, DELETE and TRUNCATE end in “permission denied”.'),
  },
  {
    title: phrase('Live without gaps'),
    how: phrase('The stream is read from committed history, in commit order, and resumes where it broke off.'),
    proof: phrase('Random cuts and late commits: what was received equals what was committed.'),
  },
  {
    title: phrase('Errors a program can read'),
    how: phrase('Every refusal is problem+json (RFC 9457) with a code, the fields, and what to do.'),
    proof: phrase('Checked on every answer of every test.'),
  },
] as const

export function Trust() {
  const { t } = useTranslation()
  return (
    <Section
      id="trust"
      title={t('Guarantees, not intentions')}
      lead={t('Most booking systems look for a clash and then insert. Between the two, somebody else can do the same. BookFlow states its promises where they cannot be talked around, and each has a test that fails when its guard is taken away.')}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.55fr)]">
        <div className="lg:sticky lg:top-20">
          <CodeBlock label={t('The rule that keeps a slot single, in PostgreSQL')}>{constraint}</CodeBlock>
        </div>
        <dl className="grid gap-x-10 gap-y-8 sm:grid-cols-2">
          {guarantees.map(({ title, how, proof }) => (
            <div key={title} className="grid content-start gap-1.5 border-t border-line-strong pt-4">
              <dt className="font-semibold">{t(title)}</dt>
              <dd className="text-ink-soft">{t(how)}</dd>
              <dd className="text-sm text-ink-faint">
                <span className="font-medium text-good-text">{t('Proof:')}</span> {t(proof)}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Section>
  )
}
