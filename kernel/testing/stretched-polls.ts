/** Shows that something came by a wake-up and not by the poll that is the truth, without asking how long it took. */
import { vi } from 'vitest'

export interface StretchedPolls {
  /** How many polls have begun because their pause was over. */
  ended(): number
  restore(): void
}

/** Makes each pause of exactly `pollMs` last `stretchedMs`: what comes sooner, somebody was woken for. */
export function stretchPolls(pollMs: number, stretchedMs = 10_000): StretchedPolls {
  const timeout = globalThis.setTimeout
  let ended = 0
  const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms?: number, ...rest: []) => {
    if (ms !== pollMs) return timeout(run, ms, ...rest)
    const late = (): void => {
      ended += 1
      run()
    }
    return timeout(late, stretchedMs)
  }) as typeof setTimeout)
  return { ended: () => ended, restore: () => spy.mockRestore() }
}
