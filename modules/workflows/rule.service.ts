/** Writing rules. Each change is a new version; the ones before stay as they were, with who made them and when. */
import { defineToken } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { versionMatches, type ExpectedVersion } from '#kernel/http/etag'
import { invalid, notFound, staleVersion, stateConflict } from '#kernel/http/problems'
import type { PageRequest } from '#kernel/http/page'
import { say } from '#kernel/language'
import type { Static } from 'typebox'
import { workflows, type Rule, type RuleBody, type RulePatch, type RuleVersion, type RuleView } from './contract.js'
import type { ReferenceService } from './reference.service.js'
import { shapeFaultsOf } from './rule-faults.js'
import type { RuleFilter, RuleRepository, RuleRow, RuleStatement } from './rule.repository.js'
import { sentenceOf } from './sentence.js'

const stated = ['name', 'description', 'priority', 'enabled', 'conditions', 'outcome'] as const

export class RuleService {
  constructor(
    private readonly repository: RuleRepository,
    private readonly references: ReferenceService,
    private readonly recorder: EventRecorder,
  ) {}

  /** In the order they are asked. @returns up to `limit + 1` with their place in the list */
  async list(filter: RuleFilter, { limit, after }: PageRequest): Promise<{ rule: RuleView; position: readonly [number, string] }[]> {
    const rows = await this.repository.list(filter, limit + 1, after === null ? null : [Number(after[0]), String(after[1])])
    const names = await this.references.namesOf(rows)
    return rows.map((row) => ({ rule: { ...ruleOf(row), sentence: sentenceOf(row, names) }, position: [row.priority, row.seq] }))
  }

  /** @throws 404 */
  async get(id: string): Promise<RuleView> {
    return this.view((await this.repository.find(id)) ?? absent())
  }

  /** @throws 422 */
  async create({ description = '', enabled = true, ...body }: Static<typeof RuleBody>): Promise<RuleView> {
    await this.check(body)
    const row = await this.repository.insert({ ...body, description, enabled })
    this.recorder.emit(workflows.events.created, { subject: { kind: 'rule', id: row.id }, data: { rule: ruleOf(row) }, changes: changesOf(null, row) })
    return this.view(row)
  }

  /** A patch that changes nothing makes no version. @throws 404, 409 for an archived rule, 412, 422 */
  async change(id: string, patch: Static<typeof RulePatch>, expected: ExpectedVersion): Promise<RuleView> {
    const row = await this.locked(id, expected)
    await this.check(patch)
    const next: RuleStatement = { ...row, ...patch }
    if (stated.every((field) => JSON.stringify(row[field]) === JSON.stringify(next[field]))) return this.view(row)
    const written = await this.repository.update(id, next)
    this.recorder.emit(workflows.events.updated, { subject: { kind: 'rule', id }, data: { rule: ruleOf(written) }, changes: changesOf(row, written) })
    return this.view(written)
  }

  /** For good: it is asked no more, and its history stays. @throws 404, 409 when it is archived already, 412 */
  async archive(id: string, expected: ExpectedVersion | undefined): Promise<RuleView> {
    const row = await this.locked(id, expected)
    const written = await this.repository.update(id, { ...row, enabled: false }, true)
    this.recorder.emit(workflows.events.archived, { subject: { kind: 'rule', id }, data: { rule: ruleOf(written) }, changes: changesOf(row, written) })
    return this.view(written)
  }

  /** Newest first. @throws 404 */
  async versions(id: string, { limit, after }: PageRequest): Promise<RuleVersion[]> {
    if (!(await this.repository.find(id))) absent()
    return this.repository.versions(id, limit + 1, after === null ? null : Number(after[0]))
  }

  /** @throws 422 naming every fault @param prefix where in the body the rule stands */
  async check(rule: Static<typeof RulePatch>, prefix = ''): Promise<void> {
    const faults = [...shapeFaultsOf(rule), ...(await this.references.faultsOf(rule))]
    if (faults.length > 0) throw invalid(...faults.map(({ pointer, detail }) => ({ pointer: `${prefix}${pointer}`, detail })))
  }

  private async locked(id: string, expected: ExpectedVersion | undefined): Promise<RuleRow> {
    const row = (await this.repository.lock(id)) ?? absent()
    if (!versionMatches(expected, row.version)) throw staleVersion('rule')
    if (row.archived_at !== null) throw stateConflict(say`The rule is archived and stays as it is. Write a new one.`)
    return row
  }

  private async view(row: RuleRow): Promise<RuleView> {
    return { ...ruleOf(row), sentence: sentenceOf(row, await this.references.namesOf([row])) }
  }
}

function absent(): never {
  throw notFound('rule')
}

function ruleOf({ seq: _, ...row }: RuleRow): Rule {
  return { ...row, trigger: 'booking.placed' }
}

/** Fields without text a person wrote; the words stand in the rule's own versions. */
function changesOf(before: RuleRow | null, after: RuleRow): Record<string, { from: unknown; to: unknown }> {
  const fields = { version: 'version', priority: 'priority', enabled: 'enabled', archived_at: 'archived_at' } as const
  const plain = Object.values(fields).flatMap((field) => (before?.[field] === after[field] ? [] : [[field, { from: before?.[field] ?? null, to: after[field] }] as const]))
  const kinds = (row: RuleRow | null) => row && { conditions: row.conditions.map(({ kind }) => kind), outcome: row.outcome.kind }
  const logic = JSON.stringify([before?.conditions, before?.outcome]) === JSON.stringify([after.conditions, after.outcome]) ? [] : [['logic', { from: kinds(before), to: kinds(after) }] as const]
  return Object.fromEntries([...plain, ...logic])
}

export const ruleServiceToken = defineToken<RuleService>('workflows.ruleService')
