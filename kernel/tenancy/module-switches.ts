/** Which modules an organisation switched off, read with every admission; the table `org_modules` is the kernel's. */
import { defineToken } from '../contract.js'
import type { UnitOfWork } from './unit-of-work.js'

const none: ReadonlySet<string> = new Set()

/** What an admission has to know of the modules: which are off, and which of those asked on demand listen. */
export interface ModuleStates {
  disabled: ReadonlySet<string>
  listening: ReadonlySet<string>
}

export interface ModuleSwitch {
  module: string
  enabled: boolean
  settings: Record<string, unknown>
  version: number
}

/** What the database says of modules that are not simply on; null when all are. */
export type StoredStates = readonly { module: string; enabled: boolean; listening: boolean }[] | null

export const moduleStatesColumn = 'kernel.modules'

/** One value over `principal`, asked with every admission. */
export const moduleStatesQuestion = `select json_agg(json_build_object('module', s.module, 'enabled', s.enabled, 'listening', s.listening))
  from org_modules s where s.org_id = principal.org_id and (not s.enabled or s.listening)`

/** No row means: on, with default settings. */
export function statesOf(stored: StoredStates | undefined): ModuleStates {
  if (!stored) return { disabled: none, listening: none }
  const named = (rows: NonNullable<StoredStates>) => (rows.length === 0 ? none : new Set(rows.map(({ module }) => module)))
  return { disabled: named(stored.filter(({ enabled }) => !enabled)), listening: named(stored.filter(({ listening }) => listening)) }
}

export class ModuleSwitches {
  async statesIn(work: UnitOfWork, orgId: string): Promise<ModuleStates> {
    const rows = await work.query<{ states: StoredStates }>({
      name: 'kernel.module_states',
      text: `select (${moduleStatesQuestion}) as states from (select $1::uuid as org_id) as principal`,
      values: [orgId],
    })
    return statesOf(rows[0]!.states)
  }

  /** Modules this organisation switched off. */
  async disabledIn(work: UnitOfWork, orgId: string): Promise<ReadonlySet<string>> {
    return (await this.statesIn(work, orgId)).disabled
  }

  /** From the commit on, the module's subscriptions that are asked on demand are asked in this organisation, or no longer. A row it makes counts as never switched. */
  async setListening(work: UnitOfWork, orgId: string, module: string, listening: boolean): Promise<void> {
    await work.query({
      text: `insert into org_modules (org_id, module, listening, version) values ($1, $2, $3, 0)
             on conflict (org_id, module) do update set listening = excluded.listening`,
      values: [orgId, module, listening],
    })
  }

  /** Every stored switch of the organisation. */
  async list(work: UnitOfWork, orgId: string): Promise<ModuleSwitch[]> {
    return work.query<ModuleSwitch & Record<string, unknown>>({
      name: 'kernel.module_switches',
      text: 'select module, enabled, settings, version from org_modules where org_id = $1 order by module',
      values: [orgId],
    })
  }

  /** Stores a switch; the caller has checked dependencies and settings. */
  async save(work: UnitOfWork, orgId: string, module: string, enabled: boolean, settings: Record<string, unknown>): Promise<ModuleSwitch> {
    const rows = await work.query<ModuleSwitch & Record<string, unknown>>({
      text: `insert into org_modules (org_id, module, enabled, settings) values ($1, $2, $3, $4)
             on conflict (org_id, module) do update set enabled = $3, settings = $4, version = org_modules.version + 1, updated_at = now()
             returning module, enabled, settings, version`,
      values: [orgId, module, enabled, JSON.stringify(settings)],
    })
    return rows[0]!
  }
}

export const moduleSwitchesToken = defineToken<ModuleSwitches>('kernel.moduleSwitches')
