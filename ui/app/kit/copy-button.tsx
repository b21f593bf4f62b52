import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.js'
import { Icon } from './icon.js'

/** Copies a text; absent until scripts run, and where the browser has no clipboard (plain http): the text stands beside it to be selected. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation()
  const [usable, setUsable] = useState(false)
  const [copied, setCopied] = useState(false)
  useEffect(() => setUsable('clipboard' in navigator), [])
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), 3_000)
    return () => clearTimeout(timer)
  }, [copied])
  if (!usable) return null
  return (
    <Button type="button" aria-label={label} onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
      <Icon name={copied ? 'check' : 'copy'} size={16} />
      <span aria-live="polite">{copied ? t('Copied') : t('Copy')}</span>
    </Button>
  )
}
