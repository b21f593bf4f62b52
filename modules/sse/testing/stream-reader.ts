/** A client of the live stream over a real socket, for tests. */
import type { AddressInfo } from 'node:net'
import type { App } from '#kernel/module'

export interface Frame {
  event: string
  id: string | null
  data: { id?: string; type?: string; reason?: string; actor?: unknown; data?: Record<string, unknown> } | null
  comment: string | null
  retry: number | null
}

const patienceMs = 60_000

export class StreamReader {
  readonly frames: Frame[] = []
  ended = false
  private waiting: (() => void)[] = []
  private readonly abort = new AbortController()

  private constructor(readonly status: number, readonly headers: Headers) {}

  static async open(app: App, token: string | null, options: { query?: string; lastEventId?: string } = {}): Promise<StreamReader> {
    const { port } = app.server.address() as AddressInfo
    const abort = new AbortController()
    const headers = { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }) }
    const answer = await fetch(`http://127.0.0.1:${port}/v1/stream${options.query ?? ''}`, { headers, signal: abort.signal })
    const reader = new StreamReader(answer.status, answer.headers)
    reader.abort.signal.addEventListener('abort', () => abort.abort())
    void reader.consume(answer)
    return reader
  }

  /** The probe's events; founding the organisation is told too, to who connects quickly enough. */
  get facts(): Frame[] {
    return this.frames.filter(({ event }) => event.startsWith('probe.'))
  }

  get lastEventId(): string {
    return this.frames.findLast(({ id }) => id !== null)?.id ?? ''
  }

  /** The first frame, past or to come, that fits. @throws when the stream ends or 60 s pass without it */
  async next(fits: (frame: Frame) => boolean): Promise<Frame> {
    let found: Frame | undefined
    await this.until(() => (found = this.frames.find(fits)) !== undefined)
    return found!
  }

  async until(holds: () => boolean): Promise<void> {
    const deadline = performance.now() + patienceMs
    while (!holds()) {
      if (this.ended) throw new Error(`The stream (${this.status}) ended first. It said: ${JSON.stringify(this.frames.slice(-5))}`)
      if (performance.now() > deadline) throw new Error(`Nothing that fits within 60 s. It said: ${JSON.stringify(this.frames.slice(-5))}`)
      await this.change()
    }
  }

  async end(): Promise<void> {
    const deadline = performance.now() + patienceMs
    while (!this.ended && performance.now() < deadline) await this.change()
    if (!this.ended) throw new Error('The stream did not end within 60 s.')
  }

  close(): void {
    this.abort.abort()
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 500)
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  private async consume(answer: Response): Promise<void> {
    let rest = ''
    try {
      for await (const piece of (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
        const blocks = (rest + piece).split('\n\n')
        rest = blocks.pop() ?? ''
        this.frames.push(...blocks.map(frameOf))
        this.tell()
      }
    } catch {
      // Cut off by close() or by the server.
    }
    this.ended = true
    this.tell()
  }

  private tell(): void {
    for (const waiting of this.waiting.splice(0)) waiting()
  }
}

function frameOf(block: string): Frame {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]))
  const data = fields.get('data')
  return {
    event: fields.get('event') ?? 'message',
    id: fields.get('id') ?? null,
    data: data === undefined ? null : (JSON.parse(data) as Frame['data']),
    comment: fields.get('') ?? null,
    retry: fields.has('retry') ? Number(fields.get('retry')) : null,
  }
}
