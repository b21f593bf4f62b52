/** The vocabulary of the transactional outbox: what is to be sent, and who sends it. */
import type { TSchema } from 'typebox'
import type { Told } from '../contract.js'

/** A message as a request writes it. One row, one recipient, one stable id over all attempts. */
export interface OutboxMessage {
  /** Name of a channel: `<module>.<what>`. */
  channel: string
  /** What the channel needs to render and send; ids, never secrets or tokens. */
  payload: Record<string, unknown>
  /** Not before this instant; at once when absent. */
  not_before?: Date
  /** The destination, when many messages go to one: at most two of a lane are under way, whatever else waits. */
  lane?: string
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
  /** Seconds until the next attempt should this one fail; null when it is the last, or when the queue's own backoff decides. */
  retry_in: number | null
}

/** When a channel tries, where the queue's backoff (seconds, doubling) does not fit. */
export interface DeliverySchedule {
  /** Seconds before each attempt, the first included: five of them. */
  delays_seconds: readonly [number, number, number, number, number]
  /** Each delay is lengthened by up to this share of itself, so that destinations that failed together do not come back together. */
  jitter: number
}

/** Sends one kind of message. Throwing means "try again"; after the last attempt the row is dead. */
export interface Channel {
  /** `<module>.<what>` */
  name: string
  /** `account` channels send mail of no organisation from `account_outbox`. */
  scope?: 'tenant' | 'account'
  payload: TSchema
  /** Its own times of trying; the queue's backoff when absent. */
  schedule?: DeliverySchedule
  /** How many of its messages one worker sends at a time, each for itself; 20 when absent. State it for messages with lanes: their next is fetched when one is done. */
  slots?: number
  /**
   * Runs outside of any transaction, in a tenant flow of the row's organisation (`account`: in a flow without one).
   * @returns what is kept beside the row, e.g. the provider's id
   */
  deliver(delivery: Delivery): Promise<{ provider_id?: string }>
}

/** Thrown by a channel when the message has lost its point: the row becomes `cancelled`, with the reason. Reasons are kept: say them with `note`. */
export class JobCancelled extends Error {
  override name = 'JobCancelled'
  constructor(message: Told) {
    super(message)
  }
}

/** Thrown by a channel whose attempt failed and whose destination said when to come back: no earlier than that, and the attempt counts. Needs a schedule. */
export class AttemptFailed extends Error {
  override name = 'AttemptFailed'
  constructor(
    message: Told,
    /** Seconds from now; null leaves it to the schedule. */
    readonly retry_in: number | null = null,
  ) {
    super(message)
  }
}

/** Thrown by a channel when no later attempt can help until somebody does something: dead at once, and replayable. */
export class DeliveryRefused extends Error {
  override name = 'DeliveryRefused'
  constructor(message: Told) {
    super(message)
  }
}

/** Thrown by a channel to try later without counting an attempt, e.g. when the provider said Retry-After. */
export class JobSnoozed extends Error {
  override name = 'JobSnoozed'
  constructor(
    message: Told,
    /** Seconds from now. */
    readonly seconds: number,
  ) {
    super(message)
  }
}
