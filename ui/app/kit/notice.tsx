import { useEffect, useRef, type ReactNode } from 'react'
import { focusInView } from './focus-in-view.js'
import { Icon, type IconName } from './icon.js'

export type NoticeTone = 'good' | 'wait' | 'bad' | 'info'

const tones: Record<NoticeTone, { box: string; icon: IconName }> = {
  good: { box: 'bg-good-wash text-good-text', icon: 'check' },
  wait: { box: 'bg-wait-wash text-wait-text', icon: 'clock' },
  bad: { box: 'bg-bad-wash text-bad-text', icon: 'alert' },
  info: { box: 'bg-accent-wash text-accent-text', icon: 'mail' },
}

interface NoticeProps {
  readonly tone: NoticeTone
  readonly title: string
  readonly children?: ReactNode
  /** Moves the focus here when it appears: for the answer to a form, so that it is read and seen at once. */
  readonly takeFocus?: boolean
}

export function Notice({ tone, title, children, takeFocus = false }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (takeFocus) focusInView(box.current)
  }, [takeFocus, title])
  return (
    <div ref={box} tabIndex={-1} role={tone === 'bad' ? 'alert' : 'status'} className={`arrive flex scroll-mt-28 gap-2.5 rounded-xl px-3.5 py-3 ${tones[tone].box}`}>
      <span className="pt-0.5">
        <Icon name={tones[tone].icon} />
      </span>
      <div className="grid min-w-0 gap-1.5">
        <p className="font-medium">{title}</p>
        {children ? <div className="grid gap-2 text-sm text-ink">{children}</div> : null}
      </div>
    </div>
  )
}
