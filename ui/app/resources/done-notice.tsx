import { useTranslation } from 'react-i18next'
import { Notice } from '../kit/notice.js'
import { phrase } from '../language/phrases.js'

const words: Readonly<Record<string, string>> = { created: phrase('{{name}} can be booked now.'), saved: phrase('{{name}} is saved.'), restored: phrase('{{name}} can be booked again.') }

/** What a form just did; the address says it, so that it works without scripts too. */
export function DoneNotice({ done, name }: { done: string; name: string }) {
  const { t } = useTranslation()
  const text = words[done]
  if (!text) return null
  return <Notice tone="good" takeFocus title={t(text, { name })} />
}
