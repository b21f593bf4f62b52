/**
 * Wing and Gong's check (JACM 1993) with Lowe's memory of configurations: is there an order of the calls, true to which ended before which began, in
 * which a sequential model gives every answer that was given?
 */

export interface Call<Operation, Outcome> {
  operation: Operation
  outcome: Outcome
  begun: number
  ended: number
}

/** @returns such an order, or null when there is none */
export function linearizable<Operation, Outcome, State>(
  calls: readonly Call<Operation, Outcome>[],
  initial: State,
  apply: (state: State, operation: Operation) => { outcome: Outcome; state: State },
  keyOf: (state: State) => string,
): Call<Operation, Outcome>[] | null {
  const dead = new Set<string>()
  const search = (left: readonly Call<Operation, Outcome>[], state: State): Call<Operation, Outcome>[] | null => {
    if (left.length === 0) return []
    const key = `${left.map((call) => calls.indexOf(call)).join()} ${keyOf(state)}`
    if (dead.has(key)) return null
    const firstEnd = Math.min(...left.map(({ ended }) => ended))
    for (const call of left) {
      // Something else had ended before this began, so that this cannot come first.
      if (call.begun > firstEnd) continue
      const next = apply(state, call.operation)
      if (next.outcome !== call.outcome) continue
      const rest = search(left.filter((each) => each !== call), next.state)
      if (rest) return [call, ...rest]
    }
    dead.add(key)
    return null
  }
  return search(calls, initial)
}
