import { useTranslation } from 'react-i18next'
import { LinkButton } from '../kit/button.js'
import { Icon } from '../kit/icon.js'

/** Every entry that fits the filters as a file, not only those in view. */
export function ExportLinks({ files }: { files: readonly { readonly name: string; readonly to: string }[] }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-wrap gap-2.5">
      {files.map(({ name, to }) => (
        <LinkButton key={name} reloadDocument to={to} aria-label={t('Download every entry that fits as {{format}}', { format: name })}>
          <Icon name="download" /> {name}
        </LinkButton>
      ))}
    </div>
  )
}
