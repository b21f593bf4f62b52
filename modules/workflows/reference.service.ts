/** Checks what rules mention while they are written, and names it when they are read. */
import { defineToken, roleReaches, type Told } from '#kernel/contract'
import type { FieldError } from '#kernel/http/problem'
import { say, spoken } from '#kernel/language'
import { approvals } from '#modules/approvals/contract'
import type { MembersPort } from '#modules/members/contract'
import type { ResourcesPort } from '#modules/resources/contract'
import type { Names } from './condition-words.js'
import type { Condition, Outcome } from './contract.js'
import { mentionsOf, type Mention } from './mentions.js'

type Mentioning = { conditions?: readonly Condition[]; outcome?: Outcome }

export class ReferenceService {
  constructor(
    private readonly members: MembersPort,
    private readonly resources: ResourcesPort,
  ) {}

  /** @returns every mention of who or what is not there, or could not do what the rule asks of them; an id of another organisation is like a random one */
  async faultsOf(rule: Mentioning): Promise<FieldError[]> {
    const mentions = mentionsOf(rule)
    const { people, resources, types } = await this.read(mentions)
    return mentions.flatMap(({ kind, id, pointer }) => {
      const detail = faultOf(kind, people.get(id), resources.get(id), types.has(id))
      return detail === null ? [] : [{ pointer, detail }]
    })
  }

  /** Names of all that the rules mention, as far as it is there. */
  async namesOf(rules: readonly Mentioning[]): Promise<Names> {
    const { people, resources, types } = await this.read(rules.flatMap(mentionsOf))
    return new Map([...people.values(), ...resources.values(), ...types.values()].map(({ id, name }) => [id, name]))
  }

  private async read(mentions: readonly Mention[]) {
    const ids = (...kinds: Mention['kind'][]) => [...new Set(mentions.flatMap(({ kind, id }) => (kinds.includes(kind) ? [id] : [])))]
    const [people, resources, types] = await Promise.all([this.members.byIds(ids('person', 'approver')), this.resources.byIds(ids('resource')), this.resources.typesByIds(ids('type'))])
    return { people, resources, types }
  }
}

type Person = Awaited<ReturnType<MembersPort['byIds']>> extends ReadonlyMap<string, infer M> ? M : never
type Resource = Awaited<ReturnType<ResourcesPort['byIds']>> extends ReadonlyMap<string, infer R> ? R : never

function faultOf(kind: Mention['kind'], person: Person | undefined, resource: Resource | undefined, type: boolean): Told | null {
  switch (kind) {
    case 'person':
      return person?.status === 'active' ? null : say`Is no active member of this organisation.`
    case 'approver':
      if (person?.status !== 'active') return say`Is no active member of this organisation.`
      return roleReaches(person.role, approvals.permissions.decide.from) ? null : say`Has the role '${spoken(person.role)}', which decides on nothing. Give them the role '${spoken(approvals.permissions.decide.from)}' or above first.`
    case 'resource':
      return resource && resource.archived_at === null ? null : say`Is no resource of this organisation, or an archived one.`
    case 'type':
      return type ? null : say`Is no resource type of this organisation.`
  }
}

export const referenceServiceToken = defineToken<ReferenceService>('workflows.references')
