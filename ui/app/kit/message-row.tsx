import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge, type BadgeTone } from './badge.js'
import type { IconName } from './icon.js'

/** How a state is shown, in words the catalogue knows. */
export interface Look {
  readonly tone: BadgeTone
  readonly icon: IconName
  readonly text: string
  /** What it means, for whoever rests on it. */
  readonly meaning: string
}

interface MessageRowProps {
  readonly what: string
  /** Whom it went to, by name. */
  readonly to: string | null
  readonly look: Look
  /** What there is to say below the title, in the same column. */
  readonly below?: ReactNode
  /** When. */
  readonly aside: ReactNode
  /** The same moment to the second. */
  readonly exact?: string
  /** Box to choose the row by. */
  readonly tick?: ReactNode
}

/** A message in a list: what about and to whom, what became of it, when. */
export function MessageRow({ what, to, look, below, aside, exact, tick }: MessageRowProps) {
  const { t } = useTranslation()
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,1fr)_9rem_14rem]">
      <div className="flex min-w-0 items-start gap-3">
        {tick}
        <div className="grid min-w-0 gap-0.5">
          <p className="font-medium break-words">
            {what}
            {to ? <span className="font-normal text-ink-soft"> {t('to {{name}}', { name: to })}</span> : null}
          </p>
          {below}
        </div>
      </div>
      <div title={t(look.meaning)}>
        <Badge tone={look.tone} icon={look.icon}>
          {t(look.text)}
        </Badge>
      </div>
      <p className="text-[0.8125rem] text-ink-faint tabular-nums max-md:col-span-2" title={exact}>
        {aside}
      </p>
    </li>
  )
}
