/** Organisations for the streams: founded through the product, people and rooms written straight into the tables, since none of that is measured. */
import { boot } from '#kernel/boot'
import { newId } from '#kernel/ids'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { readConfig } from '#config/env'
import { productModules } from '#config/modules'
import { auth } from '#modules/auth/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { query, type Ground } from './ground.js'

export interface Organization {
  id: string
  /** Access tokens of its people, the owner's first. */
  tokens: string[]
  room: string
}

/** @param people in each, the owner included */
export async function foundOrganizations(ground: Ground, count: number, people: number): Promise<Organization[]> {
  const kernel = await boot({ ...readConfig(ground.environment), log_level: 'silent' }, productModules)
  const { container } = kernel
  const accounts = container.resolve(auth.port)
  const transactions = container.resolve(transactionsToken)
  const founded: Organization[] = []
  try {
    for (let n = 0; n < count; n += 1) {
      await transactions.global(async () => {
        const owner = await accounts.createVerifiedUser({ email: `${newId()}@bench.example`, name: 'Owner', password: newId() })
        const organization = await container.resolve(orgs.port).found({ name: `Bench ${n}`, timezone: 'UTC', owner_id: owner.id })
        const tokens = [(await accounts.openSession(owner, organization)).access_token]
        for (let m = 1; m < people; m += 1) {
          const person = await accounts.createVerifiedUser({ email: `${newId()}@bench.example`, name: `P${m}`, password: newId() })
          await transactions.asSystem(organization.id, 'bench', () => container.resolve(members.port).add({ user_id: person.id, role: 'member' }))
          tokens.push((await accounts.openSession(person, { ...organization, role: 'member' })).access_token)
        }
        founded.push({ id: organization.id, tokens, room: newId() })
      })
    }
  } finally {
    await kernel.stop()
  }
  await query(
    ground.cluster.adminUrl('bench'),
    `insert into resources (org_id, id, name, timezone, horizon_days) select org_id, id, 'Room', 'UTC', 365 from unnest($1::uuid[], $2::uuid[]) as r (org_id, id)`,
    [founded.map(({ id }) => id), founded.map(({ room }) => room)],
  )
  return founded
}
