import type { Resource, ResourceType } from '#modules/resources/contract'
import type { ConsoleSession } from '../../server/console-session.js'
import type { Method } from '../../server/rest.js'
import type { ResourceDraft } from './resource-draft.js'
import { readResourceForm } from './resource-form.server.js'
import { resourceRefusal, unreadable, type ResourceRefusal } from './resource-refusal.server.js'

export type Saved =
  | { readonly resource: Resource; readonly draft: null; readonly refusal: null; readonly status: number }
  | { readonly resource: null; readonly draft: ResourceDraft; readonly refusal: ResourceRefusal; readonly status: number; readonly madeType: MadeType | null }
/** A kind the refused form made; its choices did not have it yet. */
export type MadeType = Pick<ResourceType, 'id' | 'name'>

/**
 * Sends the form to REST. A new kind is made first and stays chosen, should the resource itself be refused.
 * @param headers If-Match or Idempotency-Key
 */
export async function saveResource(session: ConsoleSession, form: FormData, to: { method: Method; path: string; headers: Readonly<Record<string, string>> }): Promise<Saved> {
  const { draft, body, fields } = readResourceForm(form)
  const refuse = (refusal: ResourceRefusal, status: number, kept: ResourceDraft, madeType: MadeType | null = null): Saved => ({ resource: null, draft: kept, refusal, status, madeType })
  if (fields) return refuse(unreadable(fields), 422, draft)
  const type = draft.newType ? await session.send<ResourceType>('POST', '/v1/resource-types', { body: { name: draft.newType } }) : null
  if (type && !type.ok) {
    const { fields: faults, ...refusal } = resourceRefusal(type.problem, draft.timezone)
    return refuse({ ...refusal, fields: { new_type: faults['name'] ?? type.problem.detail } }, type.status, draft)
  }
  const kept = type ? { ...draft, typeId: type.body.id, newType: '' } : draft
  const answer = await session.send<Resource>(to.method, to.path, { body: { ...body, type_id: kept.typeId || null }, headers: to.headers })
  if (!answer.ok) return refuse(resourceRefusal(answer.problem, draft.timezone), answer.status, kept, type ? { id: type.body.id, name: type.body.name } : null)
  return { resource: answer.body, draft: null, refusal: null, status: answer.status }
}
