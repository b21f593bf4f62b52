import type { ApiKey } from '#modules/auth/contract'
import { useTranslation } from 'react-i18next'
import { Form, useNavigation } from 'react-router'
import { keyLooks } from './key-states.js'
import { moduleTitle } from '../settings/module-texts.js'
import { Badge } from '../kit/badge.js'
import { Button } from '../kit/button.js'
import { Rows } from '../kit/rows.js'

export interface KeyRow extends Pick<ApiKey, 'id' | 'name' | 'prefix' | 'scopes'> {
  readonly state: ApiKey['status']
  readonly modules: readonly { readonly module: string; readonly count: number }[]
  /** Whose it is; null in a list of one's own. */
  readonly owner: string | null
  readonly used: string
  readonly life: string
}

export function KeyRows({ rows }: { rows: readonly KeyRow[] }) {
  const { t } = useTranslation()
  return (
    <Rows>
      {rows.map((row) => (
        <li key={row.id} className="grid gap-x-4 gap-y-2 px-4 py-3.5 sm:grid-cols-[minmax(0,1fr)_auto]">
          <div className="grid min-w-0 gap-1">
            <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
              {row.name}
              <Badge tone={keyLooks[row.state].tone} icon={keyLooks[row.state].icon}>
                {t(keyLooks[row.state].text)}
              </Badge>
            </p>
            <p className="text-sm text-ink-soft">
              <code className="font-mono text-[0.8125rem]">{row.prefix}…</code>
              {row.owner ? ` · ${row.owner}` : ''}
            </p>
            <p className="text-[0.8125rem] text-ink-faint tabular-nums">{`${row.life} · ${row.used}`}</p>
            <details className="text-sm">
              <summary className="w-fit text-ink-soft hover:text-ink">{row.modules.map(({ module, count }) => `${t(moduleTitle(module))} (${count})`).join(', ')}</summary>
              <p className="pt-1 font-mono text-[0.8125rem] break-words text-ink-soft">{row.scopes.join(', ')}</p>
            </details>
          </div>
          {row.state === 'active' ? <Revoke id={row.id} name={row.name} /> : null}
        </li>
      ))}
    </Rows>
  )
}

/** Asks first, in place. */
function Revoke({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('id') === id
  return (
    <details className="sm:justify-self-end">
      <summary aria-label={t('Revoke {{name}}', { name })} className="inline-flex min-h-10 list-none items-center rounded-lg border border-line-strong bg-surface px-3.5 font-medium shadow-soft hover:bg-sunken">
        {t('Revoke')}
      </summary>
      <Form method="post" preventScrollReset className="grid gap-2 pt-2.5 sm:w-56">
        <p className="text-sm text-ink-soft">{t('Programs that use it are refused at once. This cannot be undone.')}</p>
        <div>
          <Button tone="danger" name="id" value={id} busy={busy}>
            {t('Revoke for good')}
          </Button>
        </div>
      </Form>
    </details>
  )
}
