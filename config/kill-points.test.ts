/**
 * INV-5, INV-13, INV-15: real processes are stopped at each point of the write path and struck there, by every fault that can happen at it.
 * `npm run chaos -- kills 1000` is the long form. `npm test` has compiled what runs by now.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Injector, type InjectorOptions } from '../scripts/chaos/injector.js'
import { actors, combinations, points, type Kind } from '../scripts/chaos/points.js'

// The suite shares two cores with itself: what is promised to the second is the command's to measure.
const limits = { answer: 60_000, delivery: 120_000 }

/** Above what all waits together may take, so that what did not come is named by whoever waited for it. */
const patience = 420_000

/** @returns the injector after its rounds, closed @throws what it stands at when it takes longer than it may */
async function run(options: Pick<InjectorOptions, 'planted'>, rounds: (injector: Injector) => Promise<void>): Promise<Injector> {
  const injector = await Injector.open({ durable: false, limits, ...options })
  const work = async (): Promise<Injector> => {
    await rounds(injector)
    await injector.settle()
    return injector
  }
  const late = async (): Promise<never> => {
    await delay(patience - 30_000, null, { ref: false })
    throw new Error(`Still ${injector.stage}. Until now: ${injector.violations.join('\n') || 'no violation'}`)
  }
  try {
    return await Promise.race([work(), late()])
  } finally {
    await injector.close()
  }
}

const all = (...kinds: Kind[]) => async (injector: Injector): Promise<void> => {
  for (const kind of kinds) for (const actor of actors) await injector.round(actor, kind)
}

const only = (...names: string[]) => points.filter(({ name }) => names.includes(name))

it.concurrent('whoever is struck at whichever point: nothing or everything is there, a retry executes once or replays, every mail comes once', async () => {
  const injectors = await Promise.all([run({}, all('SIGKILL', 'error')), run({}, all('black hole'))])
  expect(injectors.flatMap(({ violations }) => violations)).toEqual([])
  const struck = new Set(injectors.flatMap((injector) => [...injector.struck.keys()]))
  expect(struck).toEqual(new Set(combinations.map(({ point, actor, kind }) => `${point.name} x ${actor} x ${kind}`)))
  expect(struck.size).toBeGreaterThan(100)
}, patience)

it.concurrent('finds planted faults: rows written beside their change, an answer before its COMMIT, a mail under a fresh key', async () => {
  const [torn, early] = await Promise.all([
    run({ planted: { web: 'torn-write', worker: 'fresh-key' } }, async (injector) => {
      await injector.round('web', 'SIGKILL', only('K7'))
      await injector.round('worker', 'SIGKILL', only('K14'))
    }),
    run({ planted: { web: 'early-answer' } }, (injector) => injector.round('web', 'SIGKILL', only('K8'))),
  ])
  expect(torn.violations.join('\n')).toMatch(/^K7 x web x SIGKILL: before any retry there is \{"bookings":1.*"events":0/m)
  expect(torn.violations.join('\n')).toMatch(/^K14 x worker x SIGKILL: 2 mails to one person, under different keys/m)
  expect(early.violations.join('\n')).toMatch(/^K8 x web x SIGKILL: answered 201 .* although the request was not done/m)
}, patience)
