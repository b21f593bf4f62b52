import type { Problem } from './problem.js'
import type { Method, RestAnswer, RestCall, RestTransport } from './rest.js'
import type { RefreshAnswer } from './refresh-once.js'
import { accessCookie, closingCookies, openingCookies, type SessionCookieOptions, type SessionCookies } from './session-cookies.js'
import { isTokens } from './tokens.js'

/** Whoever reads what REST answers: in which language, and how a refusal reads to them. */
export interface Listener {
  /** BCP 47, asked at each call: it changes once the session says who they are. */
  language(): string
  reword(problem: Problem): Problem
}

/**
 * The session of one browser request: it knows the two cookies, spends the refresh token when the access token is missing or
 * refused, and collects the Set-Cookie values the answer must carry. Loaders and actions see `send`, `open` and `close` only.
 */
export class ConsoleSession {
  private access: string | undefined
  private refresh: string | undefined
  private outgoing: string[] = []
  private listener: Listener | null = null

  constructor(
    received: SessionCookies,
    private readonly transport: RestTransport,
    private readonly refreshSession: (token: string) => Promise<RefreshAnswer>,
    private readonly options: SessionCookieOptions,
  ) {
    this.access = received.access
    this.refresh = received.refresh
  }

  /** True when the browser holds anything of a session, valid or not. */
  get present(): boolean {
    return this.access !== undefined || this.refresh !== undefined
  }

  /** From now on REST is asked to refuse in the listener's language. */
  tell(listener: Listener): void {
    this.listener = listener
  }

  /**
   * Calls REST as this browser's user. A 401 is retried once after a refresh: REST refuses before any handler runs, so nothing
   * can happen twice. `T` is the route's response in the module's contract.
   */
  async send<T>(method: Method, path: string, call: RestCall = {}): Promise<RestAnswer<T>> {
    const renewed = this.access === undefined && (await this.renew())
    const answer = await this.ask(method, path, call, this.cookie())
    const retry = answer.status === 401 && !renewed && (await this.renew())
    return (retry ? await this.ask(method, path, call, this.cookie()) : answer) as RestAnswer<T>
  }

  /** Calls a public REST route without the session: a stale token must not spoil a login. */
  async sendAnonymously<T>(method: Method, path: string, call: RestCall = {}): Promise<RestAnswer<T>> {
    return (await this.ask(method, path, call, undefined)) as RestAnswer<T>
  }

  /** Spends the refresh token. False when there is none or it is no longer good; then the session is closed. */
  async renew(): Promise<boolean> {
    if (this.refresh === undefined) return false
    const answer = await this.refreshSession(this.refresh)
    if (answer.ok) this.open(answer.tokens)
    else if (answer.problem.status < 500 && answer.problem.status !== 429) this.close()
    return answer.ok
  }

  /** Makes `tokens` the session of this browser. */
  open(tokens: unknown): void {
    if (!isTokens(tokens)) throw new Error('REST answered without tokens; the console cannot open a session.')
    this.access = tokens.access_token
    this.refresh = tokens.refresh_token
    this.outgoing = openingCookies(tokens, this.options)
  }

  close(): void {
    this.access = undefined
    this.refresh = undefined
    this.outgoing = closingCookies(this.options)
  }

  /** Set-Cookie values for the answer; empty when the session did not change. */
  get setCookies(): readonly string[] {
    return this.outgoing
  }

  private async ask(method: Method, path: string, call: RestCall, cookie: string | undefined): Promise<RestAnswer<unknown>> {
    const { listener } = this
    if (listener === null) return this.transport(method, path, call, cookie)
    const answer = await this.transport(method, path, { ...call, headers: { 'accept-language': listener.language(), ...call.headers } }, cookie)
    return answer.ok ? answer : { ...answer, problem: listener.reword(answer.problem) }
  }

  private cookie(): string | undefined {
    return this.access === undefined ? undefined : accessCookie(this.access, this.options.secure)
  }
}
