import type { Told } from '#kernel/contract'
import { defineProblem, Problem } from '#kernel/http/problem'

const moduleRequired = defineProblem('module_required', 409, 'Another module or the product needs it')

/** 409. @param modules the names that stand in the way; empty when the product itself needs the module */
export function moduleNeeded(detail: Told, modules: readonly string[]): Problem {
  return new Problem(moduleRequired, { detail, extensions: { modules } })
}
