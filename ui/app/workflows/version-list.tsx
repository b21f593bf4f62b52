import { useTranslation } from 'react-i18next'
import type { VersionRow } from './rule-versions.server.js'
import { Panel } from '../kit/screen.js'

export function VersionList({ versions }: { versions: readonly VersionRow[] }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('Versions')} lead={t('Every change makes one; bookings keep the version they were judged by.')}>
      <ol className="divide-y divide-line">
        {versions.map(({ version, who, when, changes, whole }) => (
          <li key={version} className="grid gap-1 py-2.5 text-sm first:pt-0 last:pb-0">
            <p>
              <span className="font-medium">{t('Version {{version}}', { version })}</span> <span className="text-ink-soft">{changes.join(', ')}</span>
            </p>
            <p className="text-ink-faint">
              {who}, {when}
            </p>
            <details>
              <summary className="text-ink-soft hover:text-ink">{t('As it was')}</summary>
              <pre tabIndex={0} className="mt-2 max-h-72 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs">{whole}</pre>
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
