/**
 * Mail about an account (verify, reset, invitation, security notice): written in the transaction that makes it necessary, sent by the worker,
 * never switchable. Tokens stand in no outbox, job or log: the row carries the token's id, the worker derives the token when it renders,
 * and whoever owns the token stores only its hash. Without it a copy of the database would open accounts.
 */
import { createHash, createHmac } from 'node:crypto'
import { defineToken } from '../contract.js'
import type { WakeUp } from '../events/wake-up.js'
import { isId, newId } from '../ids.js'
import type { OutboxMessage } from '../events/outbox.js'
import type { Transactions } from '../tenancy/transactions.js'

/** A fresh single-use token, before anybody has seen it. */
export interface IssuedToken {
  /** Goes into the message's payload. */
  token_id: string
  /** Lower-case hex sha256 of the token; the only form its owner stores. */
  token_hash: string
}

export class AccountMail {
  /** @param secret HMAC key, at least 32 bytes (config.secrets.mail_tokens) */
  constructor(
    private readonly transactions: Transactions,
    private readonly wakeUp: WakeUp,
    private readonly secret: string,
  ) {}

  /**
   * Writes a message for an account channel in the open unit of work (tenant or global), or in one of its own.
   * @returns the row's id
   */
  async send(message: OutboxMessage): Promise<string> {
    const id = newId()
    await this.transactions.global(async (work) => {
      await work.query({
        name: 'account_outbox.insert',
        text: `insert into account_outbox (id, channel, payload, not_before) values ($1, $2, $3, coalesce($4, now()))`,
        values: [id, message.channel, JSON.stringify(message.payload), message.not_before ?? null],
      })
      work.afterCommit(() => this.wakeUp.publish({ events: false, messages: true }))
    })
    return id
  }

  /** A new token for one purpose. @param purpose e.g. `auth.reset`; a token of another purpose never has the same hash */
  issue(purpose: string): IssuedToken {
    const token_id = newId()
    return { token_id, token_hash: hashMailToken(this.derive(token_id, purpose)) }
  }

  /** The token itself, for the worker that renders the mail: `<id>.<base64url of HMAC-SHA256(secret, id:purpose)>`. */
  derive(tokenId: string, purpose: string): string {
    const mac = createHmac('sha256', this.secret).update(`${tokenId}:${purpose}`).digest('base64url')
    return `${tokenId}.${mac}`
  }
}

/** How a presented token is looked up; null when it cannot be one. Whether it exists, fits and is unused is for its owner to say. */
export function presentedTokenHash(token: string): string | null {
  const [id, mac, ...more] = token.split('.')
  const shaped = more.length === 0 && isId(id) && mac !== undefined && /^[A-Za-z0-9_-]{43}$/.test(mac)
  return shaped ? hashMailToken(token) : null
}

function hashMailToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export const accountMailToken = defineToken<AccountMail>('kernel.accountMail')
