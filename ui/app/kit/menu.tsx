import { useEffect, useRef, type ReactNode, type RefObject } from 'react'
import { useLocation } from 'react-router'

interface MenuProps {
  /** Its name for those who do not see the trigger; says what the trigger says, too. */
  readonly label: string
  readonly trigger: ReactNode
  readonly children: ReactNode
  readonly side?: 'above' | 'below'
  readonly align?: 'start' | 'end'
}

/** For a `details` that opens without JavaScript; with it, Escape, a click elsewhere and a navigation close it, and what had the focus in it gives it to its summary. */
export function useDisclosure(): RefObject<HTMLDetailsElement | null> {
  const box = useRef<HTMLDetailsElement>(null)
  const { key } = useLocation()
  useEffect(() => {
    if (!box.current?.open) return
    const held = box.current.contains(document.activeElement)
    box.current.removeAttribute('open')
    if (held) box.current.querySelector('summary')?.focus({ preventScroll: true })
  }, [key])
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    document.addEventListener(
      'pointerdown',
      ({ target }) => {
        if (target instanceof Node && !box.current?.contains(target)) box.current?.removeAttribute('open')
      },
      { signal },
    )
    document.addEventListener(
      'keydown',
      ({ key: pressed }) => {
        if (pressed !== 'Escape' || !box.current?.open) return
        box.current.removeAttribute('open')
        box.current.querySelector('summary')?.focus()
      },
      { signal },
    )
    return () => leaving.abort()
  }, [])
  return box
}

/** A menu behind a button of any look. */
export function Menu({ label, trigger, children, side = 'below', align = 'start' }: MenuProps) {
  const box = useDisclosure()
  return (
    <details ref={box} className="group relative">
      <summary className="flex min-h-10 list-none items-center gap-2.5 rounded-lg px-2 text-left hover:bg-sunken">
        <span className="sr-only">{label}</span>
        <span aria-hidden="true" className="contents">
          {trigger}
        </span>
      </summary>
      <div
        className={`arrive absolute z-20 grid w-60 grid-cols-[minmax(0,1fr)] gap-1 rounded-xl border border-line bg-raised p-1.5 shadow-lift ${side === 'above' ? 'bottom-full mb-1.5' : 'top-full mt-1.5'} ${align === 'end' ? 'right-0' : 'left-0'}`}
      >
        {children}
      </div>
    </details>
  )
}

export const menuItem = 'flex w-full min-h-9 items-center gap-2.5 rounded-lg px-2.5 text-left text-sm text-ink no-underline hover:bg-sunken'
