import { defineToken } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import type { Replay } from '#kernel/events/replay'
import type { Extensions } from '#kernel/extensions'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import { Problem } from '#kernel/http/problem'
import { invalid, problems, staleVersion, stateConflict } from '#kernel/http/problems'
import { faultsOf } from '#kernel/http/validation'
import { joined, say, spoken } from '#kernel/language'
import type { ModuleSpec } from '#kernel/module'
import { dependentsOf, didYouMean } from '#kernel/registry'
import { currentFlow, currentTenant, runInFlow } from '#kernel/tenancy/context'
import type { ModuleSwitch, ModuleSwitches } from '#kernel/tenancy/module-switches'
import type { Transactions } from '#kernel/tenancy/transactions'
import type { UnitOfWork } from '#kernel/tenancy/unit-of-work'
import { orgs, type ModuleChange, type ModuleState } from './contract.js'
import { moduleNeeded } from './errors.js'
import type { OrganizationRepository } from './organization.repository.js'

type Stored = ReadonlyMap<string, ModuleSwitch>

/** Which modules the organisation uses, and with which settings. Enforcing a switch is the kernel's. */
export class ModuleSwitchService {
  constructor(
    private readonly transactions: Transactions,
    private readonly modules: readonly ModuleSpec[],
    private readonly switches: ModuleSwitches,
    private readonly organizations: OrganizationRepository,
    private readonly extensions: Extensions,
    private readonly replay: Replay,
    private readonly recorder: EventRecorder,
  ) {}

  async list(): Promise<ModuleState[]> {
    const stored = await this.transactions.run((work) => this.stored(work))
    return this.modules.map((module) => this.stateOf(module, stored))
  }

  /** @throws 404 with the nearest name */
  async get(name: string): Promise<ModuleState> {
    const module = this.module(name)
    return this.stateOf(module, await this.transactions.run((work) => this.stored(work)))
  }

  /**
   * Switches a module and sets its settings. What waited in the outbox for it is due again once it is on.
   * @throws 404, 409 module_required, 409 of whichever module has something under way, 412, 422 at the setting's pointer
   */
  async change(name: string, { enabled, settings, pending = null }: { pending?: 'confirm' | 'reject' | null } & Omit<ModuleChange, 'pending'>, expected: ExpectedVersion): Promise<ModuleState> {
    const module = this.module(name)
    return this.transactions.run(async (work) => {
      // One at a time per organisation: a module must not go off while another transaction switches its dependent on.
      await this.organizations.lock()
      const stored = await this.stored(work)
      const before = this.stateOf(module, stored)
      if (!versionMatches(expected, before.version)) throw staleVersion('module switch')
      const next = settings === undefined ? before.settings : checked(module, settings)
      if (before.enabled && !enabled) await this.assertMayGoOff(module, stored, pending)
      if (!before.enabled && enabled) this.assertMayGoOn(module, stored)
      if (before.enabled === enabled && JSON.stringify(next) === JSON.stringify(before.settings)) return before
      const saved = await this.switches.save(work, currentTenant().org_id, name, enabled, next)
      if (!before.enabled && enabled) await this.replay.unpark(name)
      asSwitched(name, enabled, () =>
        this.recorder.emit(orgs.events.module_switched, {
          subject: { kind: 'module', id: name },
          data: { module: name, enabled },
          changes: { enabled: { from: before.enabled, to: enabled }, settings: { from: Object.keys(before.settings), to: Object.keys(next) } },
        }),
      )
      return this.stateOf(module, new Map([...stored, [name, saved]]))
    })
  }

  private async assertMayGoOff(module: ModuleSpec, stored: Stored, pending: 'confirm' | 'reject' | null): Promise<void> {
    const { name } = module.contract
    if (module.required) throw moduleNeeded(say`The module '${spoken(name)}' is part of every organisation and cannot be switched off.`, [])
    const inTheWay = dependentsOf(name, this.modules).filter((dependent) => isOn(dependent, stored))
    if (inTheWay.length > 0) throw moduleNeeded(say`The module '${spoken(name)}' is needed by: ${inTheWay.map(spoken).join(', ')}. Switch off what needs it first.`, inTheWay)
    const [refusal] = await this.extensions.ask(orgs.extensionPoints.switchingOff, { module: name, pending })
    if (refusal) throw stateConflict(refusal.detail, refusal.extensions)
  }

  private assertMayGoOn({ contract }: ModuleSpec, stored: Stored): void {
    const missing = contract.dependsOn.map(({ name }) => name).filter((name) => !isOn(name, stored))
    if (missing.length > 0) throw moduleNeeded(say`The module '${spoken(contract.name)}' needs: ${missing.map(spoken).join(', ')}. Switch on what it needs first.`, missing)
  }

  private module(name: string): ModuleSpec {
    const module = this.modules.find(({ contract }) => contract.name === name)
    if (module) return module
    const near = didYouMean(name, this.modules.map(({ contract }) => contract.name))
    throw new Problem(problems.notFound, { detail: joined([say`There is no such module.`, near ? say`Did you mean '${near}'?` : say`GET /v1/organization/modules lists them.`]) })
  }

  private async stored(work: UnitOfWork): Promise<Stored> {
    const rows = await this.switches.list(work, currentTenant().org_id)
    return new Map(rows.map((row) => [row.module, row]))
  }

  private stateOf(module: ModuleSpec, stored: Stored): ModuleState {
    const { name, dependsOn } = module.contract
    const row = stored.get(name)
    return {
      module: name,
      enabled: isOn(name, stored),
      required: module.required ?? false,
      depends_on: dependsOn.map((contract) => contract.name),
      dependents: [...dependentsOf(name, this.modules)],
      settings: row?.settings ?? {},
      settings_schema: module.settings ? (module.settings as unknown as Record<string, unknown>) : null,
      version: row?.version ?? 0,
    }
  }
}

/** A switch is heard by whoever is on after it: the module that comes back, and not the one that goes. */
function asSwitched(module: string, enabled: boolean, fn: () => void): void {
  const tenant = currentTenant()
  const others = [...tenant.disabled_modules].filter((name) => name !== module)
  runInFlow({ ...currentFlow()!, tenant: { ...tenant, disabled_modules: new Set(enabled ? others : [...others, module]) } }, fn)
}

function isOn(module: string, stored: Stored): boolean {
  return stored.get(module)?.enabled ?? true
}

/** The settings with the schema's defaults filled in. @throws 422 at `/settings/...` */
function checked(module: ModuleSpec, settings: Record<string, unknown>): Record<string, unknown> {
  if (!module.settings) {
    if (Object.keys(settings).length === 0) return settings
    throw invalid({ pointer: '/settings', detail: say`The module '${spoken(module.contract.name)}' has no settings.` })
  }
  const complete = structuredClone(settings)
  const faults = faultsOf(module.settings as unknown as Record<string, unknown>, complete)
  if (faults.length > 0) throw invalid(...faults.map(({ pointer, detail }) => ({ pointer: `/settings${pointer === '/' ? '' : pointer}`, detail })))
  return complete
}

export const moduleSwitchServiceToken = defineToken<ModuleSwitchService>('orgs.moduleSwitches')
