/**
 * Opens, joins and ends units of work. The only way to the database for modules.
 * Refuses work without a tenant unless it says `global` (tables of no organisation) or `crossTenant` with a reason.
 * Without it a statement could run under the organisation of the connection's previous user.
 */
import type { DataSource } from 'typeorm'
import type { PoolClient } from 'pg'
import { defineToken } from '../contract.js'
import type { AdmissionChecks } from './admission.js'
import { actorOf, currentFlow, runInFlow, TenantContextMissing, type Actor, type Flow, type Principal, type TenantContext } from './context.js'
import { moduleStatesColumn, moduleStatesQuestion, statesOf, type ModuleSwitches, type StoredStates } from './module-switches.js'
import type { PermissionCatalogue } from './permissions.js'
import { Guesses, GuessWrong } from './guesses.js'
import type { GuardedClient } from '../database/guarded-client.js'
import { LooseEnds } from '../database/loose-ends.js'
import type { ConnectionQueue } from '../database/connection-queue.js'
import { isConnectionLost, isTransient } from '../database/sqlstate.js'
import { markTransaction, UnitOfWork, type Statement, type StatementObserver, type WorkScope } from './unit-of-work.js'
import { isId, newId } from '../ids.js'
import { together } from '../together.js'

const nowColumn = 'kernel.now'

/**
 * BEGIN and the organisation in one message: two utility statements need no plan and no answer of their own. The simple protocol takes no values, so the
 * id is written into the text, which nothing but an id can enter.
 */
function beginIn(orgId: string): Statement {
  if (!isId(orgId)) throw new Error('An organisation is opened by its id, and this is none.')
  return { text: `begin; set local app.org_id = '${orgId}'` }
}

const begin: Statement = { text: 'begin' }
const beginAcross: Statement = { text: 'begin; set local role bookflow_cross' }
const currentTime: Statement = { name: 'kernel.now', text: 'select now() as now' }

/** Asked with every admission, beside the questions of the modules. */
const ownQuestions = { [moduleStatesColumn]: moduleStatesQuestion, [nowColumn]: 'now()' }

const setOrganization = (orgId: string): Statement => ({
  name: 'kernel.set_org',
  text: `select set_config('app.org_id', $1, true), now() as now`,
  values: [orgId],
})

const attempts = 3

/** A flow holds one connection: ten requests that each waited for a second one would starve the whole process, and each other, until they time out. */
export class NestedTransaction extends Error {
  override name = 'NestedTransaction'
  constructor() {
    super('A transaction was asked for while another of the same flow is open. End that one first; a route says transaction: false.')
  }
}

/** What a caller allows so that round trips are saved. */
export interface Haste {
  /** `fn` does not ask for the time before its first statement is answered, and may be run again: its first statements travel with the admission. */
  early?: boolean
  /** `fn` changes nothing: nobody waits for the COMMIT. */
  reads?: boolean
}

interface Guessed {
  guess: TenantContext | null
}

const unhurried: Guessed = { guess: null }

type Prepare = (work: UnitOfWork, flow: Flow) => Promise<void>

export class Transactions {
  private readonly guesses = new Guesses()
  private readonly looseEnds = new LooseEnds()

  constructor(
    private readonly dataSource: DataSource,
    private readonly connections: ConnectionQueue,
    private readonly checks: AdmissionChecks,
    private readonly switches: ModuleSwitches,
    private readonly permissions: PermissionCatalogue,
    private readonly observe?: StatementObserver,
  ) {}

  /**
   * Joins the unit of work that is open; in a tenant flow without one (a channel, a job) opens one for that tenant.
   * @throws TenantContextMissing outside of any
   */
  async run<T>(fn: (work: UnitOfWork) => Promise<T>): Promise<T> {
    const flow = currentFlow()
    if (flow?.work) return fn(flow.work)
    if (!flow?.tenant) throw new TenantContextMissing('transactions.run()')
    return this.asSystem(flow.tenant.org_id, flow.tenant.actor.id, fn)
  }

  /**
   * Opens the organisation of a principal: setting, session, membership, switches in one round trip.
   * @param gate sees the admitted tenant before anything is committed or answered; throws to refuse (permission, module)
   * @throws whatever a check refuses with
   */
  async asPrincipal<T>(principal: Principal & { org_id: string }, gate: (tenant: TenantContext) => void, fn: (work: UnitOfWork) => Promise<T>, haste: Haste = {}): Promise<T> {
    const guess = haste.early ? this.guesses.of(principal) : null
    const opened = (guess: TenantContext | null) =>
      this.open({ kind: 'tenant', org_id: principal.org_id }, beginIn(principal.org_id), fn, async (work, flow) => {
        const tenant = await this.admitted(work, principal)
        if (guess && tenant !== guess) throw new GuessWrong()
        gate(tenant)
        flow.tenant = tenant
      }, { ...haste, guess })
    // A guess that is refused refuses nobody: the admission says why, or lets in.
    if (!guess || !passes(gate, guess)) return opened(null)
    try {
      return await opened(guess)
    } catch (error) {
      if (error instanceof GuessWrong) return opened(null)
      throw error
    }
  }

  /** Opens a unit of work for a signed-in person without an organisation: global tables only. */
  async asSession<T>(principal: Principal, fn: (work: UnitOfWork) => Promise<T>): Promise<T> {
    return this.open({ kind: 'global' }, begin, fn, async (work) => {
      await this.admit(work, principal, 'session')
    })
  }

  /**
   * Works as the system in one organisation, e.g. in a channel or a schedule. Inside a `global` unit of work it enters the organisation in that
   * same transaction (an organisation is born that way) and leaves it again.
   * @param name who is written to the audit log, e.g. `bookings.expiry`
   */
  async asSystem<T>(orgId: string, name: string, fn: (work: UnitOfWork) => Promise<T>): Promise<T> {
    const outer = currentFlow()
    const joined = outer?.work?.scope.kind === 'global' ? outer.work : null
    if (joined) {
      const tenant = await this.systemTenant(joined, orgId, { kind: 'system', id: name })
      const result = await runInFlow({ ...outer!, tenant }, async () => {
        const done = await fn(joined)
        await joined.writeClosing()
        return done
      })
      await joined.query(setOrganization(''))
      return result
    }
    return this.open({ kind: 'tenant', org_id: orgId }, begin, fn, async (work, flow) => {
      flow.tenant = await this.systemTenant(work, orgId, { kind: 'system', id: name })
    })
  }

  /** Global tables only; joins an open unit of work, since those tables are reachable from each. */
  async global<T>(fn: (work: UnitOfWork) => Promise<T>): Promise<T> {
    const open = currentFlow()?.work
    if (open) return fn(open)
    return this.open({ kind: 'global' }, begin, fn, readTime)
  }

  /**
   * Work across organisations under the role `bookflow_cross`, which has its own policies and grants on named tables only.
   * Always a transaction of its own. @param reason stands in the golden file of reasons
   */
  async crossTenant<T>(reason: string, fn: (work: UnitOfWork) => Promise<T>): Promise<T> {
    return this.open({ kind: 'cross', reason }, beginAcross, fn, readTime)
  }

  private async admitted(work: UnitOfWork, principal: Principal & { org_id: string }): Promise<TenantContext> {
    const { role, scopes, states, said } = await this.admit(work, principal, 'tenant')
    return this.guesses.tenant(principal, said, () => ({
      org_id: principal.org_id,
      actor: actorOf(principal),
      user_id: principal.user_id,
      role,
      permissions: role === null ? new Set() : this.permissions.held(role, states.disabled, scopes),
      disabled_modules: states.disabled,
      listening_modules: states.listening,
    }))
  }

  private async admit(work: UnitOfWork, principal: Principal, scope: 'session' | 'tenant') {
    const [answers] = await work.query<{ [moduleStatesColumn]?: StoredStates; [nowColumn]: string }>(this.checks.statement(scope, principal, scope === 'tenant' ? ownQuestions : { [nowColumn]: 'now()' }))
    work.now = new Date(answers![nowColumn])
    const { role, scopes } = this.checks.admit(scope, answers!, principal)
    const stored = answers![moduleStatesColumn]
    return { role, scopes, states: statesOf(stored), said: JSON.stringify([role, scopes && [...scopes], stored]) }
  }

  private async systemTenant(work: UnitOfWork, orgId: string, actor: Actor): Promise<TenantContext> {
    const set = work.query<{ now: string }>(setOrganization(orgId))
    const [rows, { disabled: disabled_modules, listening: listening_modules }] = await Promise.all([set, this.switches.statesIn(work, orgId)])
    work.now = new Date(rows[0]!.now)
    return { org_id: orgId, actor, user_id: null, role: null, permissions: this.permissions.held(null, disabled_modules), disabled_modules, listening_modules }
  }

  /** Serialisation failures and deadlocks are tried again a bounded number of times: the work rolled back whole. */
  private async open<T>(scope: WorkScope, opening: Statement, fn: (work: UnitOfWork) => Promise<T>, prepare: Prepare, haste: Haste & Guessed = unhurried): Promise<T> {
    if (currentFlow()?.work?.open) throw new NestedTransaction()
    await this.connections.enter()
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.once(scope, opening, fn, prepare, haste)
        } catch (error) {
          if (attempt >= attempts || !isTransient(error)) throw error
        }
      }
    } finally {
      this.connections.leave()
    }
  }

  private async once<T>(scope: WorkScope, opening: Statement, fn: (work: UnitOfWork) => Promise<T>, prepare: Prepare, { reads, guess }: Haste & Guessed): Promise<T> {
    const runner = this.dataSource.createQueryRunner()
    const client = (await runner.connect()) as PoolClient & GuardedClient
    const work = new UnitOfWork(runner, client, scope, this.observe)
    markTransaction(runner, true)
    const outer = currentFlow()
    const flow: Flow = { request_id: outer?.request_id ?? newId(), ip: outer?.ip ?? null, principal: outer?.principal ?? null, tenant: guess, work, language: outer?.language }
    try {
      const begun = work.execute({ text: `${client.takeOwed()}${opening.text}` })
      const result = await runInFlow(flow, async () => {
        if (guess) return (await together([begun, prepare(work, flow), fn(work)]))[2]
        // The first to fail decides: what was answered to a transaction that did not begin, or that knows no organisation, is no answer.
        await Promise.all([begun, prepare(work, flow)])
        return fn(work)
      })
      if (reads && work.leavesNothing) {
        await work.finish()
        this.looseEnds.leave(client, 'commit')
      } else await runInFlow(flow, () => work.commit())
      return result
    } catch (error) {
      if (work.leftNoTrace && !isConnectionLost(error)) {
        await work.finish()
        this.looseEnds.leave(client, 'rollback')
      } else await work.rollback()
      throw error
    } finally {
      work.open = false
      await work.release()
    }
  }
}

function passes(gate: (tenant: TenantContext) => void, tenant: TenantContext): boolean {
  try {
    gate(tenant)
    return true
  } catch {
    return false
  }
}

async function readTime(work: UnitOfWork): Promise<void> {
  work.now = new Date((await work.query<{ now: string }>(currentTime))[0]!.now)
}

export const transactionsToken = defineToken<Transactions>('kernel.transactions')
