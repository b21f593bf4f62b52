import type { Problem } from './problem.js'
import type { Tokens } from './tokens.js'

export type RefreshAnswer = { readonly ok: true; readonly tokens: Tokens } | { readonly ok: false; readonly problem: Problem }
export type SpendOnce = (token: string, spend: () => Promise<RefreshAnswer>) => Promise<RefreshAnswer>

/**
 * Refresh tokens are single-use, and one page makes several requests at once: without this each of them would spend the token
 * and all but the first would look like theft. The answer is kept for `keepMs` for requests that left the browser with the
 * old cookie; that stays within the reuse grace REST grants (10 s). A failure is not kept, so that a passing 503 is asked again.
 * @returns a function that runs `spend` at most once per token
 */
export function refreshOnce(keepMs = 8_000): SpendOnce {
  const spent = new Map<string, Promise<RefreshAnswer>>()
  return (token, spend) => {
    const known = spent.get(token)
    if (known) return known
    const answer = spend()
    spent.set(token, answer)
    const forget = (): boolean => spent.delete(token)
    answer.then((result) => (result.ok ? void setTimeout(forget, keepMs).unref() : void forget()), forget)
    return answer
  }
}
