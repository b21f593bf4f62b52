import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { LinkButton } from './button.js'

/** Forward through a list whose pages REST hands out one after the other, and back to its start; the filters stay. */
export function Pager({ nextCursor, next }: { nextCursor: string | null; next: string }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const onFirst = !search.has('cursor')
  return (
    <nav aria-label={t('Pages')} className="flex gap-3 empty:hidden">
      {onFirst ? null : <LinkButton to={queryWith(search, 'cursor', '')}>{t('First page')}</LinkButton>}
      {nextCursor ? <LinkButton to={queryWith(search, 'cursor', nextCursor)}>{t(next)}</LinkButton> : null}
    </nav>
  )
}

/** The address's query with one name changed, or removed when the value is empty; notices of an earlier act go. */
export function queryWith(search: URLSearchParams, name: string, value: string): string {
  const changed = new URLSearchParams(search)
  changed.delete('done')
  changed.delete('cursor')
  if (value === '') changed.delete(name)
  else changed.set(name, value)
  return `?${changed}`
}
