/**
 * Asking the database, in the round trip that opens the transaction, whether a principal may come in. Modules contribute questions; the kernel knows
 * neither sessions nor memberships. All of them travel as one prepared statement. No check for a tenant means nobody enters.
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
  /** The module's name; its answer comes back under it. */
  name: string
  /** `session` checks run for every authenticated request, `tenant` checks only with an organisation. */
  scope: 'session' | 'tenant'
  /** Asked only of callers with this kind of credential; of all when absent. */
  credential?: Principal['kind']
  /** A query of one value, over `principal (org_id uuid, user_id uuid, session_id text)`; no row is null. */
  question: string
  /** Reads the answer into the draft. @throws a Problem to refuse */
  admit(answer: unknown, principal: Principal, draft: AdmissionDraft): void
}

/** Collected from the modules at boot. */
export class AdmissionChecks {
  private readonly checks: AdmissionCheck[] = []
  private readonly texts = new Map<string, string>()

  add(check: AdmissionCheck): void {
    if (!/^[a-z][a-z0-9-]*$/.test(check.name) || this.checks.some(({ name }) => name === check.name)) {
      throw new Error(`Admission check '${check.name}' needs a name of its own: the module's.`)
    }
    this.checks.push(check)
  }

  /** One statement that asks every question of the scope. @param more further columns, by name */
  statement(scope: AdmissionCheck['scope'], principal: Principal, more: Readonly<Record<string, string>>): Statement {
    const name = `kernel.admission_${scope}_${principal.kind}`
    const text = this.texts.get(name) ?? this.compose(name, scope, principal.kind, more)
    return { name, text, values: [principal.org_id, principal.user_id, principal.session_id] }
  }

  /** @throws whatever a check refuses with */
  admit(scope: AdmissionCheck['scope'], answers: Readonly<Record<string, unknown>>, principal: Principal): AdmissionDraft {
    const draft: AdmissionDraft = { role: null, scopes: null }
    for (const check of this.for(scope, principal.kind)) check.admit(answers[check.name] ?? null, principal, draft)
    return draft
  }

  private compose(statement: string, scope: AdmissionCheck['scope'], kind: Principal['kind'], more: Readonly<Record<string, string>>): string {
    const columns = [...this.for(scope, kind).map(({ name, question }) => [name, question] as const), ...Object.entries(more)]
    const text = `select ${columns.map(([name, question]) => `(${question}) as "${name}"`).join(', ') || 'null'}
      from (select $1::uuid as org_id, $2::uuid as user_id, $3::text as session_id) as principal`
    this.texts.set(statement, text)
    return text
  }

  private for(scope: AdmissionCheck['scope'], kind: Principal['kind']): readonly AdmissionCheck[] {
    return this.checks.filter((check) => (scope === 'tenant' || check.scope === 'session') && (check.credential ?? kind) === kind)
  }
}

export const admissionChecksToken = defineToken<AdmissionChecks>('kernel.admissionChecks')
