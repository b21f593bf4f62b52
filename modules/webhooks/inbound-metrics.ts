import { Counter, type Registry } from 'prom-client'
import { defineToken } from '#kernel/contract'

/** What became of one report: `copy` was taken before, `differing_copy` came before with other bytes. */
export type InboundResult = 'taken' | 'copy' | 'differing_copy' | 'signature_invalid'

/** How many reports providers sent us. */
export class InboundMetrics {
  private readonly total: Counter<'source' | 'result'>

  constructor(registry: Registry) {
    this.total = new Counter({
      name: 'bookflow_webhook_in_total',
      help: 'Reports of providers by what became of them. Any differing_copy, and a rise of signature_invalid, is worth an alert.',
      labelNames: ['source', 'result'],
      registers: [registry],
    })
    // From the first scrape on, so that the first of them is a rise from nought.
    for (const result of ['taken', 'copy', 'differing_copy', 'signature_invalid'] satisfies InboundResult[]) this.total.inc({ source: 'resend', result }, 0)
  }

  count(result: InboundResult): void {
    this.total.inc({ source: 'resend', result })
  }
}

export const inboundMetricsToken = defineToken<InboundMetrics>('webhooks.inboundMetrics')
