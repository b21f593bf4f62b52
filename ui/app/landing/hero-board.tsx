import { useTranslation } from 'react-i18next'
import { Icon } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'

type Kind = 'taken' | 'pending' | 'mine'

interface Slot {
  readonly text: string
  readonly kind: Kind
  /** Grid columns: half hours from 09:00. Written out, so that the style sheet contains them. */
  readonly place: string
}

const rows: readonly { name: string; slots: readonly Slot[] }[] = [
  {
    name: phrase('Atlas'),
    slots: [
      { text: '', kind: 'taken', place: 'col-start-1 col-span-2' },
      { text: phrase('Planning'), kind: 'taken', place: 'col-start-5 col-span-4' },
      { text: phrase('Review'), kind: 'mine', place: 'col-start-9 col-span-4' },
    ],
  },
  {
    name: phrase('Microscope'),
    slots: [
      { text: phrase('Sample series'), kind: 'taken', place: 'col-start-2 col-span-5' },
      { text: phrase('Night run, waiting'), kind: 'pending', place: 'col-start-9 col-span-6' },
    ],
  },
  {
    name: phrase('Van'),
    slots: [
      { text: phrase('Delivery'), kind: 'taken', place: 'col-start-1 col-span-6' },
      { text: phrase('Trade fair'), kind: 'taken', place: 'col-start-7 col-span-5' },
    ],
  },
]

const looks: Record<Kind, string> = {
  taken: 'bg-sunken text-ink-soft ring-1 ring-inset ring-line-strong',
  pending: 'bg-wait-wash text-wait-text ring-1 ring-inset ring-wait-text/35',
  mine: 'bg-accent-solid text-accent-on',
}

/** A morning on one screen: what touches is fine, what overlaps is refused and answered with the next free time. */
export function HeroBoard() {
  const { t } = useTranslation()
  return (
    <figure
      role="img"
      aria-label={t('A day plan of three resources. A request for Atlas from 10:30 to 12:30 is refused because it overlaps the planning; 13:00 to 15:00, right after it, is offered and booked.')}
      className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift"
    >
      <div aria-hidden="true" className="grid gap-px bg-line text-[0.8125rem]">
        <div className="grid gap-y-1.5 bg-surface py-2.5 pr-4 text-ink-faint max-sm:pl-4 sm:grid-cols-[6.250rem_1fr]">
          <span className="sm:pl-4">{t('Tue 24 Nov')}</span>
          <div className="grid grid-cols-14 tabular-nums">
            {['09', '10', '11', '12', '13', '14', '15'].map((hour) => (
              <span key={hour} className="col-span-2">
                {hour}
              </span>
            ))}
          </div>
        </div>
        {rows.map(({ name, slots }) => (
          <div key={name} className="grid items-center gap-y-1.5 bg-surface py-3 pr-4 max-sm:pl-4 sm:grid-cols-[6.250rem_1fr]">
            <span className="truncate font-medium sm:pl-4">{t(name)}</span>
            <div className="grid grid-cols-14 gap-y-1.5">
              {slots.map(({ text, kind, place }) => (
                <span key={place} className={`row-start-1 mr-0.5 min-h-8 truncate rounded-md px-2 py-1.5 ${place} ${looks[kind]}`}>
                  {t(text)}
                </span>
              ))}
              {name === 'Atlas' ? (
                <span className="col-span-4 col-start-4 row-start-2 mr-0.5 truncate rounded-md border border-dashed border-bad-text bg-bad-wash px-2 py-1 text-bad-text">{t('Review')}</span>
              ) : null}
            </div>
          </div>
        ))}
        <div className="grid gap-2 bg-canvas px-4 py-4">
          <p className="flex items-center gap-2 text-bad-text">
            <Icon name="close" size={16} />
            <span>
              <span className="font-mono">409</span> {t('{{time}} overlaps “{{title}}”', { time: '10:30 – 12:30', title: t('Planning') })}
            </span>
          </p>
          <p className="flex items-center gap-2 text-good-text">
            <Icon name="check" size={16} />
            <span>
              <span className="font-mono">201</span> {t('{{time}}, the next free time, booked', { time: '13:00 – 15:00' })}
            </span>
          </p>
        </div>
      </div>
    </figure>
  )
}
