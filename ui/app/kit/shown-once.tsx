import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from './copy-button.js'
import { focusInView } from './focus-in-view.js'
import { Icon } from './icon.js'

/** A secret that REST shows once: said plainly, selected with one click, copied with one button. */
export function ShownOnce({ title, secret, children }: { title: string; secret: string; children: ReactNode }) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)
  useEffect(() => focusInView(box.current), [secret])
  return (
    <section ref={box} tabIndex={-1} role="status" aria-label={title} className="arrive grid scroll-mt-28 gap-3 rounded-xl bg-good-wash px-4 py-4">
      <p className="flex items-center gap-2.5 font-medium text-good-text">
        <Icon name="check" /> {title}
      </p>
      <div className="flex flex-wrap items-center gap-2.5">
        <code className="min-w-0 flex-1 basis-72 rounded-lg border border-field-line bg-surface px-3 py-2 font-mono text-sm break-all text-ink select-all" aria-label={t('Secret')} tabIndex={0}>
          {secret}
        </code>
        <CopyButton text={secret} />
      </div>
      <div className="grid gap-2 text-sm text-ink">{children}</div>
    </section>
  )
}
