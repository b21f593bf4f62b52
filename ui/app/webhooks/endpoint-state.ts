import type { Endpoint } from '#modules/webhooks/contract'
import type { BadgeTone } from '../kit/badge.js'
import type { IconName } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'

export type EndpointState = 'on' | 'failing' | 'off_manual' | 'off_gone' | 'off_failing'

interface Look {
  readonly tone: BadgeTone
  readonly icon: IconName
  readonly text: string
  /** What is the matter and what to do about it; empty when nothing is. */
  readonly advice: string
}

export const endpointLooks: Record<EndpointState, Look> = {
  on: { tone: 'good', icon: 'check', text: phrase('On'), advice: '' },
  failing: {
    tone: 'bad',
    icon: 'alert',
    text: phrase('Failing'),
    advice: phrase('No attempt has succeeded since {{since}}. After five days without a success it is switched off. See in the log what it answers, mend the receiver, then send a test.'),
  },
  off_manual: { tone: 'calm', icon: 'ban', text: phrase('Off'), advice: phrase('Somebody switched it off: nothing is sent. Switching it on brings back what was given up in the last 72 hours; events of the time it was off are not sent.') },
  off_gone: {
    tone: 'bad',
    icon: 'ban',
    text: phrase('Off: gone'),
    advice: phrase('It answered 410, which says: send no more. Change the address if the receiver has moved, then switch it on. That brings back what was given up and what happened in the last 72 hours.'),
  },
  off_failing: {
    tone: 'bad',
    icon: 'ban',
    text: phrase('Off: failed'),
    advice: phrase('It failed for five days, so it was switched off. Mend the receiver, then switch it on. That brings back what was given up and what happened in the last 72 hours; older messages are sent again from the list of given-up ones.'),
  },
}

export function endpointState({ enabled, disabled_reason, failing_since }: Pick<Endpoint, 'enabled' | 'disabled_reason' | 'failing_since'>): EndpointState {
  if (enabled) return failing_since === null ? 'on' : 'failing'
  return disabled_reason === 'gone' ? 'off_gone' : disabled_reason === 'failing' ? 'off_failing' : 'off_manual'
}

/** Where it is, without what may be a secret: `https://hooks.example.org/a?b` -> `hooks.example.org`. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
