import { defineProblem, Problem } from '#kernel/http/problem'
import { say } from '#kernel/language'

const lastOwnerType = defineProblem('last_owner', 409, 'An organisation keeps at least one owner')

/** 409. */
export function lastOwner(): Problem {
  return new Problem(lastOwnerType, { detail: say`This is the only active owner. Make somebody else an owner first.` })
}
