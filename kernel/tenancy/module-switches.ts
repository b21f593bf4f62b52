/** Which modules an organisation switched off, read with every admission; the table `org_modules` is the kernel's. */
import { defineToken } from '../contract.js'
import type { UnitOfWork } from './unit-of-work.js'

const none: ReadonlySet<string> = new Set()

export interface ModuleSwitch {
  module: string
  enabled: boolean
  settings: Record<string, unknown>
  version: number
}

export class ModuleSwitches {
  /** No row means: on, with default settings. */
  async disabledIn(work: UnitOfWork, orgId: string): Promise<ReadonlySet<string>> {
    const rows = await work.query<{ module: string }>({
      name: 'kernel.disabled_modules',
      text: 'select module from org_modules where org_id = $1 and not enabled',
      values: [orgId],
    })
    return rows.length === 0 ? none : new Set(rows.map((row) => row.module))
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
