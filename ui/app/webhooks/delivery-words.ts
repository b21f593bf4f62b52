import type { AttemptFault } from '#modules/webhooks/contract'
import { phrase } from '../language/phrases.js'

/** What went wrong with an attempt, for people. */
export const faultTexts: Record<AttemptFault, string> = {
  status: phrase('Answered with an error'),
  redirect: phrase('Answered with a redirect, which is not followed'),
  blocked_address: phrase('Its address is not public'),
  dns: phrase('Its name was not found'),
  connection: phrase('No connection'),
  tls: phrase('Its certificate is not valid'),
  timeout: phrase('No answer in time'),
  response_too_large: phrase('Answered with too much'),
  response_invalid: phrase('Answered with something that is not HTTP'),
}

/** `1234` -> `1.2 s`, `87` -> `87 ms`. */
export function durationText(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`
}

/** JSON laid out in lines; anything else as it came. */
export function prettyBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
