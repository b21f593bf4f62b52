import { useTranslation } from 'react-i18next'
import { useSingleKeys } from '../kit/single-keys.js'
import { phrase } from '../language/phrases.js'

const lists: readonly { readonly title: string; readonly keys: readonly (readonly [readonly string[], string])[] }[] = [
  { title: phrase('Everywhere'), keys: [[['Ctrl K', '/'], phrase('Search and commands')], [['?'], phrase('This help')], [['N'], phrase('New booking')], [['Z'], phrase('Take back what was just done')], [['Esc'], phrase('Close a panel, a menu or a dialog')]] },
  { title: phrase('In the calendar'), keys: [[['↑', '↓'], phrase('From resource to resource')], [['←', '→'], phrase('From booking to booking')], [['Enter'], phrase('Open a booking; on a resource, book it')], [['Home', 'End'], phrase('First and last resource')], [['M'], phrase('Take a booking; arrows move it, Shift and Alt stretch it')], [['Enter', 'Esc'], phrase('Put it down, or leave it where it was')]] },
  { title: phrase('In the approvals'), keys: [[['J', 'K'], phrase('Next and previous request')], [['A'], phrase('Approve')], [['R'], phrase('Reject, with a comment')], [['X'], phrase('Select')]] },
]

export function KeysHelp() {
  const { t } = useTranslation()
  const [on, set] = useSingleKeys()
  return (
    <div className="grid max-h-[80vh] gap-5 overflow-y-auto p-5">
      <h2 className="text-lg font-semibold">{t('Keyboard help')}</h2>
      {lists.map(({ title, keys }) => (
        <section key={title} className="grid gap-2">
          <h3 className="text-sm font-semibold">{t(title)}</h3>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1.5 text-sm">
            {keys.map(([names, what]) => (
              <div key={what} className="contents">
                <dt className="flex gap-1">{names.map((key) => <kbd key={key} className="rounded border border-line-strong bg-surface px-1.5 py-0.5 font-mono text-xs">{key}</kbd>)}</dt>
                <dd className="text-ink-soft">{t(what)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" checked={on} onChange={({ target }) => set(target.checked)} className="size-4 accent-accent-solid" />
        {t('Single keys act without Ctrl')}
      </label>
    </div>
  )
}
