/**
 * Passwords at rest: bcrypt over a keyed digest, so that no byte after bcrypt's 72nd is ignored, a NUL ends nothing, and a stolen table alone
 * cannot be guessed at. Refuses to let hashing take every core: a bounded queue of its own answers 503 when it is full.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import bcrypt from 'bcrypt'
import { defineToken } from '#kernel/contract'
import { Problem } from '#kernel/http/problem'
import { problems } from '#kernel/http/problems'
import { say } from '#kernel/language'

export interface HashingLimits {
  /** Hashes computed at once; below the number of cores, and below the four threads libuv has for files and DNS as well. */
  concurrency: number
  /** Hashes that may wait. */
  queue: number
}

const defaultLimits: HashingLimits = { concurrency: Math.max(1, Math.min(3, availableParallelism() - 1)), queue: 64 }

export class PasswordHasher {
  private running = 0
  private readonly waiting: (() => void)[] = []
  private dummy: Promise<string> | null = null

  /** @param pepper HMAC key (config.secrets.password_pepper) @param cost bcrypt's, 12 outside of tests */
  constructor(
    private readonly pepper: string,
    private readonly cost: number,
    private readonly limits: HashingLimits = defaultLimits,
  ) {}

  /** @throws 503 when too many are waiting */
  async hash(password: string): Promise<string> {
    return this.inTurn(() => bcrypt.hash(this.digest(password), this.cost))
  }

  /**
   * @param hash null when there is no such account: the same work is done, and the answer is no
   * @throws 503 when too many are waiting
   */
  async matches(password: string, hash: string | null): Promise<boolean> {
    return this.inTurn(async () => {
      const equal = await bcrypt.compare(this.digest(password), hash ?? (await this.dummyHash()))
      return hash !== null && equal
    })
  }

  /** Makes the hash that unknown addresses are compared with, before the first of them could be told by its slowness. */
  async prepare(): Promise<void> {
    await this.dummyHash()
  }

  /** Unicode has several spellings of one character and keyboards differ in which they send: NFC makes them one. */
  private digest(password: string): string {
    return createHmac('sha256', this.pepper).update(password.normalize('NFC'), 'utf8').digest('base64')
  }

  private dummyHash(): Promise<string> {
    this.dummy ??= bcrypt.hash(this.digest(randomBytes(32).toString('base64')), this.cost)
    return this.dummy
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.limits.concurrency) this.running += 1
    else await this.turn()
    try {
      return await work()
    } finally {
      // The place is handed on, not freed: a newcomer must not overtake who waits.
      const next = this.waiting.shift()
      if (next) next()
      else this.running -= 1
    }
  }

  private async turn(): Promise<void> {
    if (this.waiting.length >= this.limits.queue) {
      throw new Problem(problems.unavailable, { detail: say`Too many people are signing in at this moment. Nothing was changed; try again shortly.`, retry_after: 5 })
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve))
  }
}

export const passwordHasherToken = defineToken<PasswordHasher>('auth.passwordHasher')
