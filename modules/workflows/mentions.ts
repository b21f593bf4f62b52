/** Whom and what a rule mentions by id, and where in it. Pure. */
import type { Condition, Outcome } from './contract.js'

export interface Mention {
  kind: 'person' | 'approver' | 'resource' | 'type'
  id: string
  /** JSON Pointer into the rule. */
  pointer: string
}

export function mentionsOf(rule: { conditions?: readonly Condition[]; outcome?: Outcome }): Mention[] {
  const mentions: Mention[] = (rule.conditions ?? []).flatMap((condition, index) => {
    const kind = { resource: 'resource', resource_type: 'type', person: 'person' } as const
    if (condition.kind !== 'resource' && condition.kind !== 'resource_type' && condition.kind !== 'person') return []
    return listed(kind[condition.kind], condition.in, `/conditions/${index}/in`)
  })
  const { outcome } = rule
  if (outcome?.kind === 'notify') mentions.push(...listed('person', outcome.user_ids, '/outcome/user_ids'))
  if (outcome?.kind === 'require_approval') {
    for (const [step, { approvers }] of outcome.steps.entries()) {
      for (const [group, approver] of approvers.entries()) {
        if (approver.kind === 'people') mentions.push(...listed('approver', approver.user_ids, `/outcome/steps/${step}/approvers/${group}/user_ids`))
      }
    }
  }
  return mentions
}

function listed(kind: Mention['kind'], ids: readonly string[], pointer: string): Mention[] {
  return ids.map((id, index) => ({ kind, id, pointer: `${pointer}/${index}` }))
}
