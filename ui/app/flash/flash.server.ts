import { redirect } from 'react-router'

/** Acts that REST can take back, or do again. The toast names the act and the thing; where it leads is decided here, never by a cookie. */
export const undoKinds = ['rebook', 'move-back', 'restore-resource', 'reactivate-member', 'role-back', 'module-on', 'rule-on', 'rule-off', 'endpoint-on', 'restore-view'] as const
export type UndoKind = (typeof undoKinds)[number]

/** What an act says after its redirect. */
export interface Flash {
  /** New for each: a screen that is read twice says it once. */
  readonly id: string
  readonly tone: 'good' | 'wait' | 'bad'
  readonly text: string
  readonly detail?: string
  readonly undo?: {
    readonly kind: UndoKind
    readonly id: string
    readonly label: string
    /** What it was before, and the version it has now: a way back over what somebody did meanwhile is refused. Read by the kind alone. */
    readonly was?: string
  }
}

export const flashCookieName = 'bookflow_flash'
/** Longer than a slow redirect, shorter than anybody would wonder where it comes from. */
const lifeSeconds = 20
const longest = 600

/** Leads on and says what happened. The browser takes the cookie away once the toast stands; without scripts the page does. */
export function redirectSaying(to: string, flash: Omit<Flash, 'id'>): Response {
  return redirect(to, { headers: saying(flash) })
}

/** The headers of an answer that leads nowhere and says what happened all the same. */
export function saying(flash: Omit<Flash, 'id'>): { 'Set-Cookie': string } {
  const text = flash.text.slice(0, longest)
  const value = encodeURIComponent(JSON.stringify({ ...flash, text, id: crypto.randomUUID() } satisfies Flash))
  return { 'Set-Cookie': `${flashCookieName}=${value}; Path=/app; Max-Age=${lifeSeconds}; SameSite=Lax` }
}

/** A Set-Cookie value that takes it away. */
export const flashGone = `${flashCookieName}=; Path=/app; Max-Age=0; SameSite=Lax`

/** @param header the Cookie header. Null for anything this console did not write. */
export function readFlash(header: string | null): Flash | null {
  const value = new RegExp(`(?:^|;\\s*)${flashCookieName}=([^;]+)`).exec(header ?? '')?.[1]
  if (!value) return null
  try {
    const raw = JSON.parse(decodeURIComponent(value)) as Partial<Flash>
    const tone = (['good', 'wait', 'bad'] as const).find((one) => one === raw.tone)
    if (typeof raw.id !== 'string' || typeof raw.text !== 'string' || !tone) return null
    const kind = undoKinds.find((one) => one === raw.undo?.kind)
    const undo = kind && typeof raw.undo?.id === 'string' && typeof raw.undo.label === 'string' ? { kind, id: raw.undo.id, label: raw.undo.label, ...(typeof raw.undo.was === 'string' ? { was: raw.undo.was } : {}) } : undefined
    return { id: raw.id, tone, text: raw.text, ...(typeof raw.detail === 'string' ? { detail: raw.detail } : {}), ...(undo ? { undo } : {}) }
  } catch {
    return null
  }
}
