import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useNavigate } from 'react-router'
import { KeysHelp } from './keys-help.js'
import { isTyping, singleKeysOn } from '../kit/single-keys.js'
import { Icon } from '../kit/icon.js'
import type { SignedInViewer } from '../session/viewer.js'

const PaletteList = lazy(() => import('./palette-list.js').then(({ PaletteList: list }) => ({ default: list })))

type Open = 'commands' | 'keys' | null

/** The button, the keys and the dialog of the command palette. Without scripts the button leads to the search screen. */
export function Palette({ viewer }: { viewer: SignedInViewer }) {
  const { t } = useTranslation()
  const dialog = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState<Open>(null)
  const { key } = useLocation()
  const navigate = useNavigate()
  const books = viewer.permissions.includes('bookings:create')
  useEffect(() => setOpen(null), [key])
  useEffect(() => {
    if (open === null) dialog.current?.close()
    else if (!dialog.current?.open) dialog.current?.showModal()
  }, [open])
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const chord = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k'
      const single = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target) && singleKeysOn() && !document.querySelector('dialog[open]')
      const act = chord ? () => setOpen((now) => (now === 'commands' ? null : 'commands')) : single ? { '/': () => setOpen('commands'), '?': () => setOpen('keys'), n: books ? () => void navigate('/app/bookings/new') : undefined }[event.key] : undefined
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [navigate, books])
  return (
    <>
      <Link
        to="/app/search"
        onClick={(event) => {
          event.preventDefault()
          setOpen('commands')
        }}
        aria-keyshortcuts="Control+K Meta+K"
        className="flex min-h-10 items-center gap-2.5 rounded-lg px-2.5 text-ink-soft no-underline hover:bg-sunken lg:border lg:border-line lg:bg-surface"
      >
        <Icon name="search" />
        <span className="max-lg:sr-only">{t('Search')}</span>
        <kbd aria-hidden="true" className="ml-auto rounded border border-line px-1.5 font-mono text-xs text-ink-faint max-lg:hidden">{'Ctrl K'}</kbd>
      </Link>
      <dialog
        ref={dialog}
        aria-label={open === 'keys' ? t('Keyboard help') : t('Search and commands')}
        // The browser tells of a closing a moment later: by then a quick hand may have opened it again.
        onClose={({ currentTarget }) => (currentTarget.open ? undefined : setOpen(null))}
        onClick={({ target, currentTarget }) => (target === currentTarget ? setOpen(null) : undefined)}
        className="arrive m-auto mt-[12vh] w-[min(36rem,calc(100vw-1.5rem))] overflow-hidden rounded-2xl border border-line bg-raised p-0 text-ink shadow-lift"
      >
        {open === 'commands' ? (
          <Suspense fallback={<p className="px-4 py-3.5 text-sm text-ink-faint">{t('Loading')}</p>}>
            <PaletteList viewer={viewer} onDone={() => setOpen(null)} onKeys={() => setOpen('keys')} />
          </Suspense>
        ) : null}
        {open === 'keys' ? <KeysHelp /> : null}
      </dialog>
    </>
  )
}
