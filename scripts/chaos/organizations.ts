/** Organisations to try things in: an owner who approves, a member who books, one room, one rule. Made past HTTP where HTTP is not what is tried. */
import { setTimeout as delay } from 'node:timers/promises'
import { boot, type Kernel } from '#kernel/boot'
import { newId } from '#kernel/ids'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { readConfig } from '#config/env'
import { productModules } from '#config/modules'
import { auth } from '#modules/auth/contract'
import { AccessTokens } from '#modules/auth/sessions/access-tokens'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'

export interface Organization {
  id: string
  room_id: string
  owner_token: string
  token: string
  owner_email: string
  email: string
}

export class Organizations {
  private hash: string | null = null

  private constructor(private readonly kernel: Kernel) {}

  static async open(environment: NodeJS.ProcessEnv): Promise<Organizations> {
    const config = readConfig(environment)
    return new Organizations(await boot({ ...config, log_level: 'silent', database: { ...config.database, pool_size: 6 } }, productModules))
  }

  /** A fresh one, with no room yet. */
  async found(): Promise<Omit<Organization, 'room_id'>> {
    const { container } = this.kernel
    const accounts = container.resolve(auth.port)
    const transactions = container.resolve(transactionsToken)
    const password_hash = (this.hash ??= await accounts.hashPassword(newId()))
    const tag = newId().replaceAll('-', '').slice(-16)
    return transactions.global(async () => {
      const account = (role: string) => accounts.createVerifiedUser({ email: `${role}-${tag}@chaos.test`, name: `${role} ${tag}`, password_hash, timezone: 'UTC' })
      const owner = await account('owner')
      const organization = await container.resolve(orgs.port).found({ name: `Org ${tag}`, timezone: 'UTC', owner_id: owner.id })
      const member = await account('member')
      await transactions.asSystem(organization.id, 'chaos', () => container.resolve(members.port).add({ user_id: member.id, role: 'member' }))
      const owner_token = (await accounts.openSession(owner, organization)).access_token
      const { access_token: token } = await accounts.openSession(member, { ...organization, role: 'member' })
      return { id: organization.id, owner_token, token, owner_email: owner.email, email: member.email }
    })
  }

  /** With a room, and a rule under which every booking needs the owner's approval. @param base of a web process */
  async furnished(base: string): Promise<Organization> {
    const organization = await this.found()
    const room = await create(base, organization.owner_token, '/v1/resources', { name: 'Room' })
    await create(base, organization.owner_token, '/v1/workflow-rules', {
      name: 'Ask',
      priority: 1,
      conditions: [],
      outcome: { kind: 'require_approval', steps: [{ mode: 'any', approvers: [{ kind: 'role', role: 'owner' }] }] },
    })
    return { ...organization, room_id: room.id }
  }

  async close(): Promise<void> {
    await this.kernel.stop()
  }
}

/** A fresh token for the session of an old one: a run of an hour outlives a token many times. */
export function renew(environment: NodeJS.ProcessEnv, token: string, issued = new Date()): string {
  const { secrets, public_url } = readConfig(environment)
  const { sub, sid, org } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string; sid: string; org: string }
  return new AccessTokens(secrets.access_tokens, public_url).sign({ user_id: sub, session_id: sid, org_id: org }, issued)
}

/** A busy process is asked again. @throws unless it answers 201 in the end */
export async function create<Body = { id: string }>(base: string, token: string, path: string, body: unknown): Promise<Body> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`${base}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    if (response.status === 201) return (await response.json()) as Body
    if (response.status !== 503 || tries === 40) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`)
    await delay(500)
  }
}
