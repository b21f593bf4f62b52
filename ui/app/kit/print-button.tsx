import { useTranslation } from 'react-i18next'
import { Button } from './button.js'

/** Prints the screen as the print style shows it: the list, without what is only for the screen. */
export function PrintButton() {
  const { t } = useTranslation()
  return (
    <Button type="button" className="print:hidden" onClick={() => window.print()}>
      {t('Print')}
    </Button>
  )
}
