import { useEffect, useRef, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Form, useLocation } from 'react-router'
import type { Flash } from './flash.server.js'
import { Icon, type IconName } from '../kit/icon.js'
import { isTyping, singleKeysOn, useSingleKeys } from '../kit/single-keys.js'

const icons: Readonly<Record<Flash['tone'], { icon: IconName; color: string }>> = {
  good: { icon: 'check', color: 'text-good-text' },
  wait: { icon: 'clock', color: 'text-wait-text' },
  bad: { icon: 'alert', color: 'text-bad-text' },
}
/** As long as it takes to read it, and to think better of it. */
const lifeMs = { said: 7_000, undoable: 15_000 }

/** What acts say after their redirect, in a corner and to screen readers. One stays while the pointer or the focus is on it. */
export function Toasts({ flash }: { flash: Flash | null }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<readonly Flash[]>(flash ? [flash] : [])
  const seen = useRef(new Set(flash ? [flash.id] : []))
  useEffect(() => {
    if (!flash) return
    // The next page must not say it again; the server cannot know that this one did.
    document.cookie = 'bookflow_flash=; Path=/app; Max-Age=0; SameSite=Lax'
    if (seen.current.has(flash.id)) return
    seen.current.add(flash.id)
    setShown((now) => [...now.slice(-2), flash])
  }, [flash])
  const leave = (id: string): void => setShown((now) => now.filter((one) => one.id !== id))
  const corner = useUndoKey()
  return (
    <section ref={corner} aria-label={t('What happened')} className="pointer-events-none fixed inset-x-3 bottom-3 z-40 grid justify-items-center gap-2 sm:left-auto sm:right-4 sm:justify-items-end print:hidden">
      <div role="status" aria-live="polite" className="grid w-full gap-2 sm:w-96">
        {shown.map((one) => <Toast key={one.id} flash={one} onLeave={() => leave(one.id)} />)}
      </div>
    </section>
  )
}

/** Z takes back what the newest of them says, from wherever the focus is. */
function useUndoKey(): RefObject<HTMLElement | null> {
  const corner = useRef<HTMLElement>(null)
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== 'z' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !singleKeysOn() || document.querySelector('dialog[open]')) return
      const form = [...(corner.current?.querySelectorAll('form') ?? [])].at(-1)
      if (!form) return
      event.preventDefault()
      form.requestSubmit()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
  return corner
}

function Toast({ flash: { tone, text, detail, undo }, onLeave }: { flash: Flash; onLeave: () => void }) {
  const { t } = useTranslation()
  const { pathname, search } = useLocation()
  const [held, setHeld] = useState(false)
  const [keys] = useSingleKeys()
  const box = useRef<HTMLDivElement>(null)
  const leave = useRef(onLeave)
  // Whoever came here by keyboard goes on in the page, not at its beginning.
  leave.current = () => {
    if (box.current?.contains(document.activeElement)) document.getElementById('main')?.focus({ preventScroll: true })
    onLeave()
  }
  useEffect(() => {
    if (held) return undefined
    const timer = setTimeout(() => leave.current(), undo ? lifeMs.undoable : lifeMs.said)
    return () => clearTimeout(timer)
  }, [held, undo])
  return (
    <div
      ref={box}
      className="arrive pointer-events-auto flex items-start gap-2.5 rounded-xl border border-line bg-raised py-2.5 pr-1.5 pl-3.5 shadow-lift"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={`pt-1.5 ${icons[tone].color}`}><Icon name={icons[tone].icon} /></span>
      <div className="grid min-w-0 flex-1 gap-0.5 py-1">
        <p className="font-medium break-words">{text}</p>
        {detail ? <p className="text-sm text-ink-soft">{detail}</p> : null}
      </div>
      {undo ? (
        <Form method="post" action="/app/undo" onSubmit={() => setTimeout(() => leave.current(), 0)}>
          <input type="hidden" name="kind" value={undo.kind} />
          <input type="hidden" name="id" value={undo.id} />
          {undo.was === undefined ? null : <input type="hidden" name="was" value={undo.was} />}
          <input type="hidden" name="return_to" value={pathname + search} />
          <button type="submit" aria-keyshortcuts={keys ? 'Z' : undefined} className="inline-flex min-h-9 items-center gap-2 rounded-lg px-2.5 text-sm font-medium whitespace-nowrap text-accent-text hover:bg-accent-wash">
            {undo.label}
            {keys ? <kbd className="scripted rounded border border-line-strong px-1 font-mono text-xs text-ink-faint max-sm:hidden">Z</kbd> : null}
          </button>
        </Form>
      ) : null}
      <button type="button" onClick={() => leave.current()} aria-label={t('Close')} className="scripted grid size-9 place-items-center rounded-lg text-ink-faint hover:bg-sunken hover:text-ink">
        <Icon name="close" size={16} />
      </button>
    </div>
  )
}
