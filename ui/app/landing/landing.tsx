import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Route } from './+types/landing.js'
import { BookingPath } from './booking-path.js'
import { Compare } from './compare.js'
import { HeroBoard } from './hero-board.js'
import { Integrate } from './integrate.js'
import { Pictures } from './pictures.js'
import { SelfHost } from './self-host.js'
import { Trust } from './trust.js'
import { LinkButton } from '../kit/button.js'
import { Logo } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'
import { consoleContext } from '../session/console-context.js'

export const meta: Route.MetaFunction = () => [
  { title: 'BookFlow · Shared things, booked once' },
  {
    name: 'description',
    content: 'Book rooms, equipment, vehicles and people’s time, with approvals where you want them. Two bookings can never hold the same slot: the database refuses the second. Open source, on one PostgreSQL.',
  },
]

export const headers: Route.HeadersFunction = () => ({ 'Cache-Control': 'private, no-cache' })

export function loader({ context }: Route.LoaderArgs) {
  const { session, publicUrl } = context.get(consoleContext)
  return { signedIn: session.present, publicUrl: publicUrl.replace(/\/$/, '') }
}

export default function Landing({ loaderData: { signedIn, publicUrl } }: Route.ComponentProps) {
  return (
    <>
      <Header signedIn={signedIn} />
      <main>
        <Hero />
        <Abilities />
        <Pictures />
        <Trust />
        <BookingPath />
        <Compare />
        <Integrate publicUrl={publicUrl} />
        <SelfHost />
      </main>
      <Footer />
    </>
  )
}

const link = 'rounded px-2.5 py-1.5 text-ink-soft no-underline hover:text-ink'

function Header({ signedIn }: { signedIn: boolean }) {
  const { t } = useTranslation()
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-canvas/90 backdrop-blur-md">
      <div className="mx-auto flex max-w-6xl items-center gap-1 px-4 py-2.5 max-sm:pr-3 sm:px-8">
        <Link to="/" className="mr-auto inline-flex items-center gap-2 rounded font-semibold text-ink no-underline">
          <Logo /> {t('BookFlow')}
        </Link>
        <nav aria-label={t('Site')} className="flex items-center gap-1 text-[0.9375rem]">
          <a className={`${link} max-md:hidden`} href="#trust">
            {t('Guarantees')}
          </a>
          <a className={`${link} max-md:hidden`} href="#integrate">
            {t('REST')}
          </a>
          <a className={`${link} max-md:hidden`} href="#self-host">
            {t('Self-host')}
          </a>
          {signedIn ? (
            <LinkButton tone="primary" to="/app">
              {t('Open the console')}
            </LinkButton>
          ) : (
            <>
              <LinkButton tone="plain" to="/login">
                {t('Log in')}
              </LinkButton>
              <LinkButton tone="primary" to="/sign-up">
                {t('Sign up')}
              </LinkButton>
            </>
          )}
        </nav>
      </div>
    </header>
  )
}

function Hero() {
  const { t } = useTranslation()
  return (
    <section className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)] items-center gap-x-14 gap-y-12 px-4 pt-14 pb-16 sm:px-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)] lg:pt-24 lg:pb-24">
      <div className="grid gap-6">
        <h1 className="text-[2.500rem] leading-[1.08] font-semibold tracking-tight sm:text-[3.250rem]">{t('Shared things, booked once.')}</h1>
        <p className="max-w-[52ch] text-lg leading-relaxed text-ink-soft">
          {t('BookFlow is where an organisation shares its rooms, equipment, vehicles and people’s time, and decides who may have them. Two bookings can never hold the same slot: the database itself refuses the second one.')}
        </p>
        <div className="flex flex-wrap gap-3">
          <LinkButton tone="primary" to="/sign-up" className="min-h-11 px-5">
            {t('Create your organisation')}
          </LinkButton>
          <a
            href="#self-host"
            className="inline-flex min-h-11 items-center rounded-lg border border-line-strong bg-surface px-5 font-medium text-ink no-underline shadow-soft hover:bg-sunken"
          >
            {t('Run it yourself')}
          </a>
        </div>
        <p className="text-sm text-ink-faint">{t('MIT licence. No edition holds features back.')}</p>
      </div>
      <HeroBoard />
    </section>
  )
}

const abilities = [
  { title: phrase('Book'), text: phrase('Opening hours, buffers, notice, horizon and length are set per resource. Whatever a request breaks is listed at once, and a taken slot comes back with the next free ones.') },
  { title: phrase('Decide'), text: phrase('Rules say what needs approval and from whom: any, all, or some of a group, step after step. Nobody approves their own request. The slot is held meanwhile.') },
  { title: phrase('Notify'), text: phrase('E-mail leaves from a separate worker, from an outbox written in the same transaction as the booking. It retries under one and the same key, so that the provider drops a repeat.') },
  { title: phrase('Record'), text: phrase('Every change writes its audit row in the same transaction. The application’s database role can add to that log, and can neither alter it nor delete from it.') },
] as const

function Abilities() {
  const { t } = useTranslation()
  return (
    <section aria-label={t('What it does')} className="border-y border-line bg-surface">
      <ul className="mx-auto grid max-w-6xl gap-x-10 gap-y-8 px-4 py-12 sm:grid-cols-2 sm:px-8 lg:grid-cols-4">
        {abilities.map(({ title, text }) => (
          <li key={title} className="grid content-start gap-2">
            <h2 className="text-base font-semibold">{t(title)}</h2>
            <p className="text-ink-soft">{t(text)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Footer() {
  const { t } = useTranslation()
  return (
    <footer className="border-t border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-8 text-sm text-ink-faint sm:px-8">
        <span className="mr-auto inline-flex items-center gap-2">
          <Logo size={20} /> {t('BookFlow, open source under the MIT licence')}
        </span>
        <Link className="text-ink-soft underline-offset-3 hover:underline" to="/login">
          {t('Log in')}
        </Link>
        <Link className="text-ink-soft underline-offset-3 hover:underline" to="/sign-up">
          {t('Sign up')}
        </Link>
        <a className="text-ink-soft underline-offset-3 hover:underline" href="/docs">
          {t('REST reference')}
        </a>
      </div>
    </footer>
  )
}
