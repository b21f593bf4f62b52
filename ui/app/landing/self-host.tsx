import { useTranslation } from 'react-i18next'
import { CodeBlock, Section } from './section.js'

const start = `cd bookflow
npm start`

const processes = `release  migrations, as the owner of the schema
web      REST, live stream and this console
worker   the only process that sends

DATABASE_URL            the application's role
MIGRATION_DATABASE_URL  the owner, for release only`

export function SelfHost() {
  const { t } = useTranslation()
  return (
    <Section
      id="self-host"
      tinted
      title={t('Yours, on one PostgreSQL')}
      lead={t('No Redis, no message broker, no second database. A laptop runs it with one command; a server runs three kinds of process from a Procfile, as many of each as you need.')}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-2">
        <div className="grid min-w-0 content-start gap-3">
          <CodeBlock label={t('Try it: Git, Node.js 20 or later, npm')} copied>{start}</CodeBlock>
          <p className="text-sm text-ink-soft">{t('It installs what is missing, starts a real PostgreSQL under .data/, fills it with a demo organisation, starts web and worker, and prints an address and logins.')}</p>
        </div>
        <CodeBlock label={t('Run it: PostgreSQL 16 or later')}>{processes}</CodeBlock>
      </div>
      <p className="max-w-[68ch] text-ink-soft">
        {t('Approvals, rules, notifications and the live stream are modules: each organisation switches them on or off for itself, and what was in them is kept. A module of your own is a folder with one declaration.')}
      </p>
    </Section>
  )
}
