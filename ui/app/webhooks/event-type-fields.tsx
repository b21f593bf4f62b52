import { useTranslation } from 'react-i18next'
import type { EventGroup } from './event-choice.js'
import { moduleTitle } from '../settings/module-texts.js'
import { RowError } from '../resources/form-section.js'

interface Props {
  readonly groups: readonly EventGroup[]
  /** As REST keeps it: none means every type. */
  readonly chosen: readonly string[]
  readonly error: string | undefined
}

const box = 'size-4 shrink-0 accent-accent-solid'
const row = 'flex min-h-10 items-center gap-2.5 rounded-lg px-2 hover:bg-sunken'

/** Every event, or areas and single types of them. Ticking an area makes its types go without saying. */
export function EventTypeFields({ groups, chosen, error }: Props) {
  const { t } = useTranslation()
  return (
    <div className="group/events grid gap-2">
      <label className={row}>
        <input type="radio" name="events" value="every" defaultChecked={chosen.length === 0} className={box} />
        <span>
          {t('Every event')} <span className="text-sm text-ink-faint">{t('also of areas that come later')}</span>
        </span>
      </label>
      <label className={row}>
        <input type="radio" name="events" value="some" defaultChecked={chosen.length > 0} className={box} />
        {t('Only these')}
      </label>
      <div className="grid gap-2 group-has-[input[value=every]:checked]/events:hidden">
        {groups.map(({ module, types }) => (
          <Group key={module} module={module} types={types} chosen={chosen} />
        ))}
      </div>
      <RowError id="event-types-error">{error}</RowError>
    </div>
  )
}

function Group({ module, types, chosen }: EventGroup & { chosen: readonly string[] }) {
  const { t } = useTranslation()
  const asked = chosen.filter((type) => type.startsWith(`${module}.`)).length
  const title = t(moduleTitle(module))
  return (
    <details open={asked > 0} className="group/area rounded-xl border border-line">
      <summary className="flex min-h-11 items-center gap-3 rounded-xl px-3.5 font-medium hover:bg-sunken">
        <span className="flex-1">{title}</span>
        <span className="text-sm font-normal text-ink-faint">{t('{{count}} event types', { count: types.length })}</span>
        <span aria-hidden="true" className="text-ink-faint transition-transform group-open/area:rotate-180">▾</span>
      </summary>
      <div role="group" aria-label={title} className="group/types grid gap-x-4 p-2 pt-0">
        <label className={row}>
          <input type="checkbox" name="event_types" value={`${module}.*`} defaultChecked={chosen.includes(`${module}.*`)} className={box} />
          {t('Everything of {{area}}', { area: title })}
        </label>
        <div className="grid border-t border-line pt-1 group-has-[input[value$='.*']:checked]/types:hidden">
          {types.map(({ type, description }) => (
            <label key={type} className={`${row} py-1`}>
              <input type="checkbox" name="event_types" value={type} defaultChecked={chosen.includes(type)} className={box} />
              <span className="grid min-w-0 leading-snug">
                <span className="text-sm">{t(description)}</span>
                <span className="truncate font-mono text-xs text-ink-faint">{type}</span>
              </span>
            </label>
          ))}
        </div>
      </div>
    </details>
  )
}
