import { useTranslation } from 'react-i18next'
import { CopyButton } from '../kit/copy-button.js'
import { Panel } from '../kit/screen.js'

interface Props {
  readonly title: string
  /** What stands first: `POST https://...`, `HTTP 200`. */
  readonly line: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string | null
  /** Said when there is no body. */
  readonly absent: string
}

/** One side of a call: its line, headers and body, as they went over the wire. */
export function Exchange({ title, line, headers, body, absent }: Props) {
  const { t } = useTranslation()
  return (
    <Panel title={title}>
      <p className="font-mono text-[0.8125rem] break-all">{line}</p>
      <details className="group/headers">
        <summary className="flex min-h-9 w-fit items-center gap-2 rounded-lg text-sm text-ink-soft hover:text-ink">
          <span aria-hidden="true" className="transition-transform group-open/headers:rotate-90">▸</span>
          {t('{{count}} headers', { count: headers.length })}
        </summary>
        <dl className="grid gap-x-4 gap-y-1.5 pt-2 font-mono text-[0.8125rem] sm:grid-cols-[12rem_minmax(0,1fr)]">
          {headers.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{name}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {body ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
          <pre role="group" tabIndex={0} aria-label={t('Body')} className="max-h-[32rem] overflow-auto rounded-lg border border-line bg-sunken p-3.5 font-mono text-[0.8125rem] leading-relaxed">
            {body}
          </pre>
          <div>
            <CopyButton text={body} label={t('Copy the body')} />
          </div>
        </div>
      ) : (
        <p className="text-sm text-ink-soft">{absent}</p>
      )}
    </Panel>
  )
}
