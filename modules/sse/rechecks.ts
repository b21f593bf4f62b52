/**
 * Asks about held streams: one question for each session, however many streams it has and however many events raised it, in a few lanes, since the requests
 * of the process need the connections too. Refuses to answer with what was asked before: an event that comes while a question is under way is another one.
 * Without it a change of one role would cost an organisation with a thousand streams a thousand questions at once.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Stream } from './stream.js'
import type { Verification } from './verification.js'

const lanes = 3

interface Round {
  streams: Stream[]
  answered: PromiseWithResolvers<void>
}

export class Rechecks {
  /** Of the turn of the event loop that is running; asked when it ends. */
  private gathering: Map<string, Round> | null = null

  /** @param pause milliseconds before asking again when the database was away */
  constructor(
    private readonly verification: Verification,
    private readonly pause: number,
  ) {}

  /** Resolves when the question was answered one way or the other, or the stream ended. */
  ask(stream: Stream): Promise<void> {
    const rounds = (this.gathering ??= this.gather())
    const key = sessionOf(stream)
    const round = rounds.get(key) ?? { streams: [], answered: Promise.withResolvers<void>() }
    rounds.set(key, round)
    round.streams.push(stream)
    return round.answered.promise
  }

  /** Asks once about each session of these, and lets those be for whom there was no answer. */
  async sweep(streams: readonly Stream[]): Promise<void> {
    await inLanes([...Map.groupBy(streams, sessionOf).values()], async (session) => void (await this.verification.verify(session)))
  }

  private gather(): Map<string, Round> {
    const rounds = new Map<string, Round>()
    queueMicrotask(() => {
      this.gathering = null
      void inLanes([...rounds.values()], (round) => this.settle(round))
    })
    return rounds
  }

  private async settle({ streams, answered }: Round): Promise<void> {
    while (streams.some(({ ended }) => !ended) && !(await this.verification.verify(streams))) await delay(this.pause)
    answered.resolve()
  }
}

const sessionOf = ({ principal: { session_id, org_id } }: Stream): string => `${session_id} ${org_id}`

async function inLanes<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const rest = all.values()
  const lane = async () => {
    for (const each of rest) await work(each)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
