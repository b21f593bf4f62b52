import { useTranslation } from 'react-i18next'
import { useNavigation } from 'react-router'
import { Button } from '../kit/button.js'
import { SendAgainForm } from '../kit/send-again-form.js'

/** Sends given-up messages again: those ticked in the list, all of a time, or all of the endpoint in view. @param endpoint its id; empty when several are in view */
export function DeadReplayForm({ endpoint }: { endpoint: string }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent')
  return (
    <SendAgainForm ticked="messages" range="range" days={[1, 7, 30, 90]} fields={<input type="hidden" name="endpoint" value={endpoint} />}>
      {endpoint ? (
        <Button name="intent" value="endpoint" busy={busy === 'endpoint'}>
          {t('Send all of this endpoint again')}
        </Button>
      ) : null}
    </SendAgainForm>
  )
}
