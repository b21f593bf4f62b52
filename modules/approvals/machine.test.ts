import { fc } from '#kernel/testing/properties'
import { expect, it } from 'vitest'
import type { Role } from '#kernel/contract'
import type { ApprovalStep } from '#modules/bookings/contract'
import type { World } from './assignment.js'
import { begin, close, decide, refusalOf, settle, type Choice, type RequestState } from './machine.js'

/**
 * The machine against a model that knows nothing of its insides: per step, the set of those who agreed. People p0 (the requester) to p5, of whom p5 is
 * the owner; any of p1 to p4 leaves and comes back.
 */
interface Model {
  present: Set<string>
  chain: readonly ApprovalStep[]
  step: number
  agreed: Set<string>[]
  status: RequestState['status']
}

interface Real {
  state: RequestState
}

const requester = 'p0'
const worldOf = ({ present }: Model): World => ({ roles: new Map<string, Role>([...present].map((id) => [id, id === 'p5' ? 'owner' : 'member'])), owner_ids: [], excluded_ids: [requester] })
const named = (step: ApprovalStep): string[] => step.approvers.flatMap((group) => (group.kind === 'people' ? group.user_ids : []))

function able({ chain, step, present }: Model): Set<string> {
  return new Set(named(chain[step]!).filter((id) => present.has(id) && id !== requester))
}

function deciders(model: Model): Set<string> {
  const people = able(model)
  return people.size > 0 || model.agreed[model.step]!.size > 0 ? people : new Set(['p5'])
}

/** Goes on while the open step has what it needs. */
function advance(model: Model): void {
  while (model.status === 'pending') {
    const step = model.chain[model.step]!
    const agreed = model.agreed[model.step]!
    const together = new Set([...able(model), ...agreed]).size || 1
    const needed = step.mode === 'any' ? 1 : step.mode === 'all' ? together : Math.min(step.needed!, together)
    if (agreed.size < needed) return
    if (model.step + 1 === model.chain.length) model.status = 'approved'
    else model.step += 1
  }
}

class Decide implements fc.Command<Model, Real> {
  constructor(
    readonly who: string,
    readonly choice: Choice,
  ) {}
  check = ({ present }: Readonly<Model>) => present.has(this.who)
  run(model: Model, real: Real): void {
    const world = worldOf(model)
    const state = settle(real.state, world)
    const refusal = refusalOf(state, this.who, null)
    const may = model.status === 'pending' && this.who !== requester && deciders(model).has(this.who) && !model.agreed[model.step]!.has(this.who)
    expect(refusal === null).toBe(may)
    if (this.who === requester) expect(refusal?.kind).toBe('own')
    if (!may) return
    real.state = decide(state, { user_id: this.who, decision: this.choice, comment: null, decided_at: '2027-01-01T00:00:00.000Z' }, world)
    if (this.choice === 'reject') model.status = 'rejected'
    else model.agreed[model.step]!.add(this.who)
    advance(model)
    compare(model, real)
  }
  toString = () => `${this.who} ${this.choice}s`
}

class Presence implements fc.Command<Model, Real> {
  constructor(readonly who: string) {}
  check = () => true
  run(model: Model, real: Real): void {
    if (!model.present.delete(this.who)) model.present.add(this.who)
    real.state = settle(real.state, worldOf(model))
    advance(model)
    compare(model, real)
  }
  toString = () => `${this.who} comes or goes`
}

class End implements fc.Command<Model, Real> {
  constructor(readonly status: 'approved' | 'rejected' | 'withdrawn') {}
  check = ({ status }: Readonly<Model>) => status === 'pending'
  run(model: Model, real: Real): void {
    real.state = close(real.state, this.status)
    model.status = this.status
    compare(model, real)
  }
  toString = () => `ends ${this.status}`
}

function compare(model: Model, { state }: Real): void {
  expect(state.status).toBe(model.status)
  const open = state.steps.filter(({ status }) => status === 'open')
  expect(open.map(({ position }) => position)).toEqual(model.status === 'pending' ? [model.step + 1] : [])
  expect(state.current_step).toBe(model.status === 'pending' ? model.step + 1 : null)
  expect(state.steps.some(({ status }) => status === 'waiting')).toBe(model.status === 'pending' && model.step + 1 < model.chain.length)
  for (const [index, step] of state.steps.entries()) {
    const agreed = step.decisions.filter(({ decision }) => decision === 'approve').map(({ user_id }) => user_id)
    expect(new Set(agreed)).toEqual(model.agreed[index])
    expect(new Set(step.decisions.map(({ user_id }) => user_id)).size).toBe(step.decisions.length)
    expect(step.decisions.map(({ user_id }) => user_id)).not.toContain(requester)
    if (step.status === 'approved') expect(agreed.length).toBeGreaterThanOrEqual(1)
  }
  if (model.status === 'pending') expect(new Set(open[0]?.approver_ids)).toEqual(deciders(model))
}

it('INV-11: keeps to the model through ten thousand histories', () => {
  const anybody = fc.constantFrom('p0', 'p1', 'p2', 'p3', 'p4', 'p5')
  const step = fc.record({
    mode: fc.constantFrom<ApprovalStep['mode'][]>('any', 'all', 'n_of_m'),
    needed: fc.integer({ min: 1, max: 4 }),
    approvers: fc.subarray(['p0', 'p1', 'p2', 'p3', 'p4'], { minLength: 1 }).map((user_ids): ApprovalStep['approvers'] => [{ kind: 'people', user_ids }]),
  })
  const commands = fc.commands(
    [
      fc.tuple(anybody, fc.constantFrom<Choice[]>('approve', 'approve', 'approve', 'approve', 'reject')).map(([who, choice]) => new Decide(who, choice)),
      anybody.map((who) => new Decide(who, 'approve')),
      anybody.map((who) => new Decide(who, 'approve')),
      fc.constantFrom('p1', 'p2', 'p3', 'p4').map((who) => new Presence(who)),
      fc.constantFrom<('approved' | 'rejected' | 'withdrawn')[]>('approved', 'rejected', 'withdrawn').map((status) => new End(status)),
    ],
    { maxCommands: 20 },
  )
  const ends = new Map<string, number>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 3 }), commands, (chain, history) => {
      const setup = () => {
        const model: Model = { present: new Set(['p0', 'p1', 'p2', 'p3', 'p4', 'p5']), chain, step: 0, agreed: chain.map(() => new Set<string>()), status: 'pending' }
        const steps = chain.map((definition, index) => ({ id: String(index), definition }))
        return { model, real: { state: begin(steps, worldOf(model)) } }
      }
      const { model, real } = setup()
      fc.modelRun(() => ({ model, real }), history)
      ends.set(model.status, (ends.get(model.status) ?? 0) + 1)
    }),
    { numRuns: 10_000 },
  )
  for (const status of ['pending', 'approved', 'rejected', 'withdrawn']) expect(ends.get(status)).toBeGreaterThan(100)
})
