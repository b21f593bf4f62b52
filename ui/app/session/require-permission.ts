import { pageProblem } from './page-problem.js'
import type { SignedInViewer } from './viewer.js'
import { readProblem } from '../../server/problem.js'
import { words } from '../language/words.server.js'

/** Spares a form that REST would refuse. REST decides all the same. @throws the not-permitted state of the screen */
export function requirePermission(viewer: SignedInViewer, permission: string): void {
  if (viewer.permissions.includes(permission)) return
  throw pageProblem(readProblem(403, { code: 'forbidden', title: words()('You may not do this'), detail: words()('It takes the permission {{permission}}, which your role does not have.', { permission }) }))
}
