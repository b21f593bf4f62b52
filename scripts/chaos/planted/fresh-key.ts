/** A fault to be found: each attempt at a mail has an Idempotency-Key of its own. Loaded by the chaos run only. */
import { newId } from '#kernel/ids'
import { ResendTransport } from '#kernel/mail/resend'

const { send } = ResendTransport.prototype
ResendTransport.prototype.send = function (mail) {
  return send.call(this, mail, newId())
}
