import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Notice } from '../kit/notice.js'
import type { DragRefusal } from './drag.server.js'

/** The booking is back where it was; here is why, and where it would fit. */
export function RefusedDrag({ refusal: { title, facts, nextFree } }: { refusal: DragRefusal }) {
  const { t } = useTranslation()
  return (
    <Notice tone="bad" takeFocus title={title}>
      <ul className="grid list-disc gap-1 pl-4">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {nextFree.length > 0 ? (
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          <span className="font-medium">{t('Free next, for as long:')}</span>
          {nextFree.map(({ label, to }) => (
            <Link key={label} to={to} className="tabular-nums underline underline-offset-2">
              {label}
            </Link>
          ))}
        </p>
      ) : null}
    </Notice>
  )
}
