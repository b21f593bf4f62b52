import { lazy, Suspense, useEffect, useState, type ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Board as BoardComponent } from './board/board.js'

const Board = lazy(() => import('./board/board.js').then(({ Board: board }) => ({ default: board })))

/** The board is drawn in the browser only: it is placed by styles on elements, which the content security policy takes from scripts but not from pages. */
export function BoardInBrowser(props: ComponentProps<typeof BoardComponent>) {
  const { t } = useTranslation()
  const [awake, setAwake] = useState(false)
  useEffect(() => setAwake(true), [])
  const empty = (
    <div className="grid min-h-64 place-items-center rounded-xl border border-line bg-surface shadow-soft" aria-busy="true">
      <noscript>
        <Link to="?as=list" className="text-sm underline underline-offset-2">{t('The timeline needs scripts. The list does not.')}</Link>
      </noscript>
    </div>
  )
  if (!awake) return empty
  return (
    <Suspense fallback={empty}>
      <Board {...props} />
    </Suspense>
  )
}
