/** The vocabulary of the transactional outbox: what is to be sent, and who sends it. */
import type { TSchema } from 'typebox'

/** A message as a request writes it. One row, one recipient, one stable id over all attempts. */
export interface OutboxMessage {
  /** Name of a channel: `<module>.<what>`. */
  channel: string
  /** What the channel needs to render and send; ids, never secrets or tokens. */
  payload: Record<string, unknown>
  /** Not before this instant; at once when absent. */
  not_before?: Date
}

/** A message as its channel receives it, in the worker. */
export interface Delivery<Payload = Record<string, unknown>> {
  /** The outbox row's id: the provider's idempotency key. */
  id: string
  /** Null for account mail. */
  org_id: string | null
  /** 1 for the first. */
  attempt: number
  payload: Payload
}

/** Sends one kind of message. Throwing means "try again"; after the last attempt the row is dead. */
export interface Channel {
  /** `<module>.<what>` */
  name: string
  /** `account` channels send mail of no organisation from `account_outbox`. */
  scope?: 'tenant' | 'account'
  payload: TSchema
  /**
   * Runs outside of any transaction, in a tenant flow of the row's organisation (`account`: in a flow without one).
   * @returns what is kept beside the row, e.g. the provider's id
   */
  deliver(delivery: Delivery): Promise<{ provider_id?: string }>
}

/** Thrown by a channel when the message has lost its point: the row becomes `cancelled`, with the reason. */
export class JobCancelled extends Error {
  override name = 'JobCancelled'
}

/** Thrown by a channel to try later without counting an attempt, e.g. when the provider said Retry-After. */
export class JobSnoozed extends Error {
  override name = 'JobSnoozed'
  constructor(
    message: string,
    /** Seconds from now. */
    readonly seconds: number,
  ) {
    super(message)
  }
}
