import type { TFunction } from 'i18next'
import { phrase } from '../language/phrases.js'
import type { Approval, StepNotice } from '#modules/approvals/contract'

export interface ChainStep {
  readonly position: number
  readonly status: Approval['steps'][number]['status']
  /** What the rule asks for: `one of the owners of the resource`. */
  readonly asks: string
  /** `1 of 2 approvals`, once more than one is needed. */
  readonly progress: string | null
  /** Who may decide it, by name. */
  readonly approvers: readonly string[]
  readonly notices: readonly string[]
  readonly decisions: readonly { who: string; approves: boolean; comment: string | null; when: string }[]
}

type Definition = Approval['steps'][number]['definition']
type Name = (id: string | null) => string

const notices: Record<StepNotice, string> = {
  fell_to_admins: phrase('None of those the rule names can decide, so any owner or admin may.'),
  capped: phrase('Fewer people can decide than the rule asks for, so all of them are needed.'),
  nobody_left: phrase('Nobody can decide it now. It waits for somebody to join or change role.'),
}

/** The steps of a request in order, in words. @param when how to write a moment; @param t the words of the page */
export function chainOf({ steps }: Pick<Approval, 'steps'>, name: Name, when: (instant: string) => string, t: TFunction): ChainStep[] {
  return steps.map(({ position, status, definition, needed, approved, approver_ids, notices: said, decisions }) => ({
    position,
    status,
    asks: asks(definition, name, t),
    progress: needed > 1 ? t('{{approved}} of {{needed}} approvals', { approved, needed }) : null,
    approvers: approver_ids.map(name),
    notices: said.map((one) => t(notices[one])),
    decisions: decisions.map(({ user_id, decision, comment, decided_at }) => ({ who: name(user_id), approves: decision === 'approve', comment, when: when(decided_at) })),
  }))
}

function asks({ mode, needed, approvers }: Definition, name: Name, t: TFunction): string {
  const groups = approvers.map((group) => {
    switch (group.kind) {
      case 'people':
        return group.user_ids.map(name).join(', ')
      case 'role':
        return t(roleWords[group.role])
      case 'resource_owners':
        return t('the owners of the resource')
    }
  })
  const list = groups.join(t(' and '))
  if (mode === 'n_of_m') return t('{{needed}} of {{list}}', { needed: needed ?? 1, list })
  return mode === 'all' ? t('All of {{list}}', { list }) : t('One of {{list}}', { list })
}

/** A role as approver means itself and all above it. */
const roleWords = {
  viewer: phrase('everybody who may book'),
  member: phrase('everybody who may book'),
  approver: phrase('the approvers, admins and owners'),
  admin: phrase('the admins and owners'),
  owner: phrase('the owners of the organisation'),
} as const
