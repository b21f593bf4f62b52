/**
 * The numbers a process tells Prometheus, in one registry per boot. Refuses nothing. Without it two kernels in one process would
 * count into each other, and nobody would see an outbox that stopped draining.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { defineToken } from './contract.js'

/** What became of one delivery attempt. */
export type DeliveryOutcome = 'sent' | 'failed' | 'dead' | 'cancelled' | 'snoozed' | 'parked'

export class Metrics {
  readonly registry = new Registry()
  private readonly registers = [this.registry]

  readonly deliveryAttempts = new Counter({
    name: 'bookflow_delivery_attempts_total',
    help: 'Delivery attempts by channel and what became of them.',
    labelNames: ['channel', 'outcome'] as const,
    registers: this.registers,
  })

  readonly outboxPending = new Gauge({ name: 'bookflow_outbox_pending', help: 'Messages that wait to be sent.', registers: this.registers })

  readonly outboxOldestAge = new Gauge({
    name: 'bookflow_outbox_oldest_age_seconds',
    help: 'Seconds since the oldest message fell due that waits for nothing but a worker; 0 when none waits.',
    registers: this.registers,
  })

  readonly outboxLaneOldestAge = new Gauge({
    name: 'bookflow_outbox_lane_oldest_age_seconds',
    help: 'Seconds since the oldest message fell due that may wait behind others to the same receiver; 0 when none waits.',
    registers: this.registers,
  })

  readonly outboxDead = new Gauge({ name: 'bookflow_outbox_dead', help: 'Messages given up after their last attempt.', registers: this.registers })

  readonly requestDuration = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: this.registers,
  })

  readonly feedLag = new Histogram({
    name: 'bookflow_sse_lag_seconds',
    help: 'From the start of the transaction that recorded an event to the feed handing it out.',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers: this.registers,
  })

  readonly feedXminAge = new Gauge({
    name: 'bookflow_feed_xmin_age_seconds',
    help: 'How long the oldest running transaction of the cluster has held the feed back, as seen by this process.',
    registers: this.registers,
  })

  /** Adds Node's own numbers (event loop lag, heap, GC). Once per process: they observe the process, not the kernel. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry })
  }
}

export const metricsToken = defineToken<Metrics>('kernel.metrics')
