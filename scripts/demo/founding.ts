import type { Kernel } from '#kernel/boot'
import type { App } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { auth } from '#modules/auth/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import type { DemoOrganization } from './people.js'
import { Rest } from './rest.js'

/** The organisation with its people in it. */
export interface Founded {
  id: string
  /** A person's REST client, by address. */
  as(email: string): Rest
  idOf(email: string): string
}

/** Founds an organisation as a verified sign-up does, and lets its people in. People who exist already join it. */
export async function found(kernel: Kernel, app: App, { name, timezone, people }: DemoOrganization, password: string): Promise<Founded> {
  const transactions = kernel.container.resolve(transactionsToken)
  const accounts = kernel.container.resolve(auth.port)
  const known = new Map<string, { id: string; rest: Rest }>()
  const account = async ({ email, name: own }: { email: string; name: string }) =>
    (await accounts.findUserByEmail(email)) ?? (await accounts.createVerifiedUser({ email, name: own, password, timezone }))
  const [owner, ...others] = people
  if (!owner) throw new Error(`The demo organisation '${name}' has no people.`)
  const organization = await transactions.global(async () => {
    const user = await account(owner)
    const founded = await kernel.container.resolve(orgs.port).found({ name, timezone, owner_id: user.id })
    known.set(owner.email, { id: user.id, rest: new Rest(app, (await accounts.openSession(user, founded)).access_token) })
    return founded
  })
  for (const person of others) {
    await transactions.global(async () => {
      const user = await account(person)
      await transactions.asSystem(organization.id, 'demo', () => kernel.container.resolve(members.port).add({ user_id: user.id, role: person.role }))
      known.set(person.email, { id: user.id, rest: new Rest(app, (await accounts.openSession(user, { ...organization, role: person.role })).access_token) })
    })
  }
  const entry = (email: string): { id: string; rest: Rest } => {
    const found = known.get(email)
    if (!found) throw new Error(`Nobody in '${name}' has the address ${email}.`)
    return found
  }
  return { id: organization.id, as: (email) => entry(email).rest, idOf: (email) => entry(email).id }
}
