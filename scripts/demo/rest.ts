import type { App } from '#kernel/module'

/** A person's way in: REST in process, the same pipeline as over the network. */
export class Rest {
  constructor(
    private readonly app: App,
    private readonly token: string,
  ) {}

  /** @throws with the answer when it is not 2xx */
  async send<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
    const response = await this.app.inject({
      method,
      url: `/v1${path}`,
      headers: { authorization: `Bearer ${this.token}`, ...(method === 'PUT' ? { 'if-match': '*' } : {}) },
      ...(body === undefined ? {} : { payload: body as Record<string, unknown> }),
    })
    if (response.statusCode >= 300) throw new Error(`${method} ${path} answered ${response.statusCode}: ${response.body.slice(0, 1000)}\nfor ${JSON.stringify(body)}`)
    return response.json()
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.send('POST', path, body)
  }
}
