import { useTranslation } from 'react-i18next'
import { LinkButton } from '../kit/button.js'
import { CopyButton } from '../kit/copy-button.js'
import { Notice } from '../kit/notice.js'
import { ShownOnce } from '../kit/shown-once.js'

/** A fresh key, the one time it is shown, and how to use it. @param made `key` is null when it was shown before */
export function NewKeyNotice({ made: { name, key }, publicUrl }: { made: { readonly name: string; readonly key: string | null }; publicUrl: string }) {
  const { t } = useTranslation()
  const example = `curl -H "Authorization: Bearer $BOOKFLOW_KEY" ${publicUrl}/v1/bookings`
  return (
    <>
      {key ? (
        <ShownOnce title={t('The key “{{name}}” is made', { name })} secret={key}>
          <p>{t('It is shown now and never again. Put it where your program keeps its secrets, never into a page, an address or a repository.')}</p>
        </ShownOnce>
      ) : (
        <Notice tone="wait" takeFocus title={t('The key is made, and was shown before')}>
          <p>{t('If it is lost, revoke it and make another.')}</p>
        </Notice>
      )}
      <div className="grid gap-2 rounded-xl border border-line bg-surface p-4 shadow-soft">
        <p className="text-sm font-medium">{t('It goes with each request as a bearer token')}</p>
        <div className="flex flex-wrap items-center gap-2.5">
          <code className="min-w-0 flex-1 basis-72 overflow-x-auto rounded-lg bg-sunken px-3 py-2 font-mono text-[0.8125rem] whitespace-pre-wrap">{example}</code>
          <CopyButton text={example} label={t('Copy the example')} />
        </div>
        <p className="text-sm text-ink-soft">
          <a href="/docs" className="text-accent-text">
            {t('What there is to ask for: the reference of the API')}
          </a>
        </p>
      </div>
      <div>
        <LinkButton tone="primary" to="/app/me/keys">
          {t('I have kept it: to my keys')}
        </LinkButton>
      </div>
    </>
  )
}
