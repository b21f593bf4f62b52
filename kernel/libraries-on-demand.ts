/**
 * Libraries that only a sending worker needs, loaded when it first sends. They are named here and nowhere else, so that nobody has to look for what
 * loads late. Refuses nothing. Without it every web process would hold two API clients it never calls.
 */

/** The client of the mail provider. */
export const resendLibrary = () => import('resend')

/** Signs webhooks by the Standard Webhooks specification. */
export const svixLibrary = () => import('svix')
