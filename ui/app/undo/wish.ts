import type { ConsoleSession } from '../../server/console-session.js'
import type { Problem } from '../../server/problem.js'
import { redirectSaying } from '../flash/flash.server.js'
import { words } from '../language/words.server.js'
import type { SignedInViewer } from '../session/viewer.js'

/** To take something back. */
export interface Wish {
  readonly session: ConsoleSession
  readonly viewer: SignedInViewer
  readonly id: string
  /** As the act that is to be taken back wrote it; '' when it wrote nothing. */
  readonly was: string
  /** The screen it is asked from. */
  readonly back: string
}

/** Says plainly that it stays as it is, and why. */
export function refused(back: string, { code, detail }: Problem): Response {
  const t = words()
  return redirectSaying(back, { tone: 'bad', text: t('That could not be undone'), detail: code === 'precondition_failed' ? t('Somebody changed it meanwhile.') : detail })
}
