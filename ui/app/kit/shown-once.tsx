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
        <input
          readOnly
          value={secret}
          aria-label={t('Secret')}
          spellCheck={false}
          autoComplete="off"
          onFocus={({ target }) => target.select()}
          className="min-h-10 min-w-0 flex-1 basis-72 rounded-lg border border-field-line bg-surface px-3 font-mono text-sm text-ink"
        />
        <CopyButton text={secret} />
      </div>
      <div className="grid gap-2 text-sm text-ink">{children}</div>
    </section>
  )
}
