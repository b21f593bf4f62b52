import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from './button.js'
import { EmptyState } from './empty-state.js'
import type { IconName } from './icon.js'
import { Pager } from './pager.js'

interface PagedListProps {
  readonly icon: IconName
  /** Where no filter applies; absent when none does. */
  readonly clear: string | undefined
  /** What it says while there is nothing at all, and what to do about it. */
  readonly nothing: { readonly title: string; readonly text: string }
  /** What it says when filters leave nothing. */
  readonly noMatch: string
  readonly nextCursor: string | null
  /** The way to the next page, in the words of the list. */
  readonly next: string
  /** The rows; null for none. */
  readonly children: ReactNode
}

/** A list as REST hands it out: its rows, or why there are none, and the way to the next page. */
export function PagedList({ icon, clear, nothing, noMatch, nextCursor, next, children }: PagedListProps) {
  const { t } = useTranslation()
  return (
    <>
      {children ?? (
        <EmptyState icon={icon} title={clear ? t('Nothing matches') : nothing.title} action={clear ? <LinkButton to={clear}>{t('Clear filters')}</LinkButton> : undefined}>
          <p>{clear ? noMatch : nothing.text}</p>
        </EmptyState>
      )}
      <Pager nextCursor={nextCursor} next={next} />
    </>
  )
}
