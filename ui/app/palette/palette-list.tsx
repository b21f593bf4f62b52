import { Command } from 'cmdk'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFetcher, useLocation, useNavigate, useSubmit } from 'react-router'
import { commandsFor, fitting } from './commands.js'
import type { Hit, Hits } from './hits.js'
import { Icon, type IconName } from '../kit/icon.js'
import { useOpening } from '../saved-views/view-choices.js'
import type { SignedInViewer } from '../session/viewer.js'

const restMs = 150
const item = 'flex min-h-10 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-sm text-ink aria-selected:bg-accent-wash aria-selected:text-accent-text'

/** Commands at once, things found as one types. Loaded when the palette is opened for the first time. */
export function PaletteList({ viewer, onDone, onKeys }: { viewer: SignedInViewer; onDone: () => void; onKeys: () => void }) {
  const { t } = useTranslation()
  const { pathname, search } = useLocation()
  const [wanted, setWanted] = useState('')
  const { load, data, state } = useFetcher<{ hits: Hits }>()
  const navigate = useNavigate()
  const submit = useSubmit()
  useEffect(() => {
    if (wanted.trim() === '') return undefined
    const timer = setTimeout(() => void load(`/app/search?${new URLSearchParams({ q: wanted })}`), restMs)
    return () => clearTimeout(timer)
  }, [wanted, load])
  const opening = useOpening()
  const commands = fitting(commandsFor(viewer, pathname + search, t), wanted)
  const hits = wanted.trim() !== '' && data ? data.hits : null
  const go = (to: string): void => {
    onDone()
    void navigate(to)
  }
  const found: readonly (readonly [string, IconName, readonly Hit[]])[] = hits ? [[t('Resources'), 'organization', hits.resources], [t('Bookings'), 'calendar', hits.bookings], [t('Members'), 'people', hits.members]] : []
  return (
    <Command shouldFilter={false} label={t('Search and commands')} className="grid">
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Command.Input value={wanted} onValueChange={setWanted} autoFocus maxLength={100} placeholder={t('Search, or say what to do')} className="min-h-12 w-full bg-transparent text-ink outline-none placeholder:text-ink-faint" />
      </div>
      <Command.List className="max-h-[min(60vh,26rem)] overflow-y-auto p-1.5" aria-busy={state !== 'idle'}>
        <Command.Empty className="px-3 py-6 text-center text-sm text-ink-soft">{state === 'idle' ? t('Nothing found') : t('Searching')}</Command.Empty>
        {found.map(([heading, icon, list]) => list.length > 0 ? (
          <Group key={heading} heading={heading}>
            {list.map(({ to, name, detail }) => (
              <Command.Item key={to} value={to} onSelect={() => go(to)} className={item}>
                <Icon name={icon} size={17} />
                <span className="min-w-0 truncate">{name}</span>
                <span className="ml-auto truncate text-xs text-ink-faint tabular-nums">{detail}</span>
              </Command.Item>
            ))}
          </Group>
        ) : null)}
        {(['do', 'go'] as const).map((group) => {
          const list = commands.filter((command) => command.group === group)
          return list.length > 0 ? (
            <Group key={group} heading={group === 'do' ? t('Do') : t('Go to')}>
              {list.map((command) => (
                <Command.Item
                  key={command.id}
                  value={`${group}-${command.id}`}
                  className={item}
                  onSelect={() => {
                    if (command.to) return go(opening(command.to))
                    onDone()
                    if (command.post) void submit(command.post.fields, { method: 'post', action: command.post.action })
                  }}
                >
                  <Icon name={command.icon} size={17} />
                  {command.label}
                </Command.Item>
              ))}
            </Group>
          ) : null
        })}
        {fitting([{ id: 'keys', group: 'do', label: t('Keyboard help'), icon: 'log' }], wanted).map(({ id, label }) => (
          <Command.Item key={id} value={id} onSelect={onKeys} className={item}>
            <Icon name="log" size={17} />
            {label}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return <Command.Group heading={heading} className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint">{children}</Command.Group>
}
