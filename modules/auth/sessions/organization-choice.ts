/** Which organisation a session enters. The answers come from whoever knows memberships, in the open unit of work. */
import type { Extensions } from '#kernel/extensions'
import { notFound } from '#kernel/http/problems'
import { auth, type OrganizationChoice } from '../contract.js'

export class OrganizationChoices {
  constructor(private readonly extensions: Extensions) {}

  /** The organisations a person may enter. */
  async of(userId: string): Promise<readonly OrganizationChoice[]> {
    return (await this.extensions.ask(auth.extensionPoints.organizationsOf, { user_id: userId })).flat()
  }

  /** @throws 404, the same for an organisation of others as for one that never was */
  async named(userId: string, organizationId: string): Promise<OrganizationChoice> {
    const choice = (await this.of(userId)).find(({ id }) => id === organizationId)
    if (!choice) throw notFound('organisation')
    return choice
  }

  /** For signing in: the one entered last time if it still is open, else the first. */
  async lastOrFirst(userId: string, last: string | null): Promise<OrganizationChoice | null> {
    const choices = await this.of(userId)
    return choices.find(({ id }) => id === last) ?? choices[0] ?? null
  }

  /** For going on: never another than the one the person chose, unless there is only one. */
  async stay(userId: string, current: string | null): Promise<OrganizationChoice | null> {
    const choices = await this.of(userId)
    return choices.find(({ id }) => id === current) ?? (choices.length === 1 ? choices[0]! : null)
  }
}
