import { useTranslation } from 'react-i18next'
import { useRouteLoaderData } from 'react-router'
import approvalsDark from './pictures/approvals-dark.webp'
import approvalsLight from './pictures/approvals-light.webp'
import calendarDark from './pictures/calendar-dark.webp'
import calendarLight from './pictures/calendar-light.webp'
import phoneDark from './pictures/phone-dark.webp'
import phoneLight from './pictures/phone-light.webp'
import rulesDark from './pictures/rules-dark.webp'
import rulesLight from './pictures/rules-light.webp'
import { Section } from './section.js'

interface PictureProps {
  readonly light: string
  readonly dark: string
  /** CSS pixels of the window it was taken of. */
  readonly width: number
  readonly height: number
  readonly alt: string
  readonly caption: string
  readonly className?: string
}

/** Screens of the running demo, taken by `npm run screenshots`: below the fold, so that nobody waits for them. */
export function Pictures() {
  const { t } = useTranslation()
  return (
    <Section id="screens" tinted title={t('What it looks like')} lead={t('Screens of the demo that comes with it, as they are, taken by a script of the repository.')}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,3.4fr)_minmax(0,1fr)]">
        <Picture light={calendarLight} dark={calendarDark} width={1280} height={720} alt={t('The calendar: resources one below the other, a day across, bookings as bars, closed hours hatched.')} caption={t('The calendar: draw to book, drag to move, live beside everybody else')} />
        <Picture light={phoneLight} dark={phoneDark} width={390} height={720} alt={t('The dashboard on a phone: what is on today, and what waits.')} caption={t('The day on a phone')} className="max-lg:max-w-72" />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-2">
        <Picture light={approvalsLight} dark={approvalsDark} width={1120} height={720} alt={t('The approvals inbox: a card for each request, with what it takes to decide and buttons to approve or reject.')} caption={t('Approvals: all it takes to decide, on one card')} />
        <Picture light={rulesLight} dark={rulesDark} width={1120} height={720} alt={t('The list of rules, each said in one sentence.')} caption={t('Rules, each in a plain sentence, tried on past bookings before they count')} />
      </div>
    </Section>
  )
}

function Picture({ light, dark, width, height, alt, caption, className = '' }: PictureProps) {
  const theme = (useRouteLoaderData('root') as { theme?: string } | undefined)?.theme
  return (
    <figure className={`grid gap-2.5 ${className}`}>
      <picture>
        {theme === 'light' || theme === 'dark' ? null : <source media="(prefers-color-scheme: dark)" srcSet={dark} />}
        <img src={theme === 'dark' ? dark : light} width={width} height={height} alt={alt} loading="lazy" decoding="async" className="h-auto w-full rounded-xl border border-line shadow-lift" />
      </picture>
      <figcaption className="text-sm text-ink-soft">{caption}</figcaption>
    </figure>
  )
}
