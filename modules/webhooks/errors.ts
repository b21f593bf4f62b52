import { defineProblem, Problem } from '#kernel/http/problem'
import { say } from '#kernel/language'

const signatureInvalid = defineProblem('webhook_signature_invalid', 401, 'The signature of the webhook is not valid')

/** One answer whatever was wrong: a forger learns nothing. */
export function invalidSignature(): Problem {
  return new Problem(signatureInvalid, { detail: say`Sign the exact bytes of the body with the secret of this endpoint (Standard Webhooks), with a timestamp of the last five minutes.` })
}
