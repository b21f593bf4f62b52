import { useTranslation } from 'react-i18next'
import type { ChangeLine } from './changes.js'

/** What a field was, struck through, and what it became; `facts` changed nothing and are only told. */
export function ChangeDiff({ changes, facts = false }: { changes: readonly ChangeLine[]; facts?: boolean }) {
  const { t } = useTranslation()
  return (
    <dl className="grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[minmax(7rem,auto)_minmax(0,1fr)]">
      {changes.map(({ field, from, to, block }) => (
        <div key={field} className="contents">
          <dt className="text-ink-faint">{field}</dt>
          <dd className={`min-w-0 font-mono text-[0.8125rem] break-words ${block ? 'grid gap-1' : 'flex flex-wrap gap-x-2'}`}>
            {from ? <del className="rounded bg-bad-wash px-1.5 text-bad-text">{from}</del> : null}
            {facts ? to : to ? <ins className="rounded bg-good-wash px-1.5 text-good-text no-underline">{to}</ins> : from ? <span className="text-ink-faint">{t('removed')}</span> : <span className="text-ink-faint">{t('empty')}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
