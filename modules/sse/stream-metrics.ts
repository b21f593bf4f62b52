import { Counter, Gauge } from 'prom-client'
import type { Metrics } from '#kernel/metrics'

export class StreamMetrics {
  readonly open: Gauge
  readonly ended: Counter<'reason'>

  constructor({ registry }: Metrics) {
    this.open = new Gauge({ name: 'bookflow_sse_streams', help: 'Open live streams of this process.', registers: [registry] })
    this.ended = new Counter({ name: 'bookflow_sse_dropped_total', help: 'Live streams that ended, by why.', labelNames: ['reason'] as const, registers: [registry] })
  }
}
