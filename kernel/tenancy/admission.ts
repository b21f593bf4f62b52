/**
 * Asking the database, in the round trip that opens the transaction, whether a principal may come in.
 * Modules contribute checks; the kernel knows neither sessions nor memberships. No check for a tenant means nobody enters.
 */
import { defineToken } from '../contract.js'
import type { Role } from '../contract.js'
import type { Principal } from './context.js'
import type { Statement } from './unit-of-work.js'

/** Filled in by the checks; `role` stays null unless one grants it. */
export interface AdmissionDraft {
  role: Role | null
  /** Names of permissions the credential is limited to; null is no limit. */
  scopes: ReadonlySet<string> | null
}

export interface AdmissionCheck {
  /** `session` checks run for every authenticated request, `tenant` checks only with an organisation. */
  scope: 'session' | 'tenant'
  statement(principal: Principal): Statement
  /** Reads the statement's rows into the draft. @throws a Problem to refuse */
  admit(rows: readonly Record<string, unknown>[], principal: Principal, draft: AdmissionDraft): void
}

/** Collected from the modules at boot. */
export class AdmissionChecks {
  private readonly checks: AdmissionCheck[] = []

  add(check: AdmissionCheck): void {
    this.checks.push(check)
  }

  for(scope: 'session' | 'tenant'): readonly AdmissionCheck[] {
    return scope === 'tenant' ? this.checks : this.checks.filter((check) => check.scope === 'session')
  }
}

export const admissionChecksToken = defineToken<AdmissionChecks>('kernel.admissionChecks')
