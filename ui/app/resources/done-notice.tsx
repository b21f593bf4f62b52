import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Notice } from '../kit/notice.js'
import { phrase } from '../language/phrases.js'

const words: Readonly<Record<string, string>> = { created: phrase('{{name}} can be booked now.'), saved: phrase('{{name}} is saved.'), archived: phrase('{{name}} is archived. Nobody can book it any more.'), restored: phrase('{{name}} can be booked again.') }

/** What a form just did; the address says it, so that it works without scripts too. */
export function DoneNotice({ done, name, id }: { done: string; name: string; id: string }) {
  const { t } = useTranslation()
  const text = words[done]
  if (!text) return null
  return (
    <Notice tone="good" takeFocus title={t(text, { name })}>
      {done === 'archived' ? (
        <p>
          {t('Not what you wanted?')}{' '}
          <Link to={`/app/resources/${id}/archive`} className="font-medium underline underline-offset-2">
            {t('Restore it')}
          </Link>
        </p>
      ) : null}
    </Notice>
  )
}
