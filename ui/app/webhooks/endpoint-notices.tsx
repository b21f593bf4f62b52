import type { Endpoint } from '#modules/webhooks/contract'
import { useTranslation } from 'react-i18next'
import type { TestOutcome } from './endpoint-detail.server.js'
import { endpointLooks, endpointState } from './endpoint-state.js'
import type { ReplayProgress } from './replay-progress.server.js'
import { ReplayNotice } from './replay-notice.js'
import { Notice } from '../kit/notice.js'
import { phrase } from '../language/phrases.js'

const doneTexts: Readonly<Record<string, string>> = {
  saved: phrase('Saved. It holds from the next event on.'),
  on: phrase('It is on again. What was given up in the last 72 hours is on its way.'),
}

interface Props {
  readonly endpoint: Endpoint
  readonly since: string | null
  readonly done: string | null
  readonly test: TestOutcome | null
  readonly progress: ReplayProgress | null
}

/** What just happened, and what is the matter with the endpoint. */
export function EndpointNotices({ endpoint, since, done, test, progress }: Props) {
  const { t } = useTranslation()
  const state = endpointState(endpoint)
  const { tone, text, advice } = endpointLooks[state]
  const said = doneTexts[done ?? '']
  return (
    <>
      {said ? <Notice tone="good" takeFocus title={t(said)} /> : null}
      {test === 'waiting' ? <Notice tone="wait" takeFocus title={t('The test message is on its way.')} /> : null}
      {test === 'succeeded' ? <Notice tone="good" takeFocus title={t('The test message was taken.')} /> : null}
      {test === 'failed' ? (
        <Notice tone="bad" takeFocus title={t('The test message was not taken.')}>
          <p>{t('The newest attempt below says why. It is tried again like any other message.')}</p>
        </Notice>
      ) : null}
      {progress ? <ReplayNotice progress={progress} /> : null}
      {advice ? (
        <Notice tone={tone === 'bad' ? 'bad' : 'wait'} title={t(text)}>
          <p>{t(advice, { since: since ?? '' })}</p>
        </Notice>
      ) : null}
    </>
  )
}
