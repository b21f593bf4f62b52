import type { ApiKey } from '#modules/auth/contract'
import type { BadgeTone } from '../kit/badge.js'
import type { IconName } from '../kit/icon.js'
import { phrase } from '../language/phrases.js'

export const keyStates = ['active', 'expired', 'revoked'] as const satisfies readonly ApiKey['status'][]

export const keyLooks: Record<ApiKey['status'], { readonly tone: BadgeTone; readonly icon: IconName; readonly text: string }> = {
  active: { tone: 'good', icon: 'check', text: phrase('In force') },
  expired: { tone: 'calm', icon: 'clock', text: phrase('Ended') },
  revoked: { tone: 'calm', icon: 'ban', text: phrase('Revoked') },
}
