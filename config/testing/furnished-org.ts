/** An organisation with at least two of everything the API lists, made through REST, for generators that visit the whole API. */
import { auth } from '#modules/auth/contract'
import { knownKeysToken } from '#modules/auth/keys/known-keys'
import { members } from '#modules/members/contract'
import type { Json } from '#kernel/testing/client'
import { nameOf, operationsOf, type Operation } from '#kernel/testing/openapi-document'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct, type TestProductOptions } from './product.js'

const hour = 3_600_000

export interface Furnished {
  org: TestOrg
  viewer: TestPerson
  member: TestPerson
  approver: TestPerson
  admin: TestPerson
  /** Items of each list by its path, e.g. `/v1/bookings`. */
  lists: ReadonlyMap<string, readonly Json[]>
  rooms: { free: string; guarded: string }
  /** Two confirmed bookings, two that wait for the approver and a hold of the member's; one confirmed of the owner's. */
  bookings: { confirmed: readonly string[]; pending: readonly string[]; held: string; owners: string }
}

/** The whole product, in which organisations can be furnished: webhooks go to this machine. */
export const createFurnishable = (options: TestProductOptions = {}): Promise<TestProduct> => createTestApp({ config: { egress: { allowed_networks: ['127.0.0.1/32'] } }, ...options })

/** Lists that have no parameter in their path. */
export const listsOf = (operations: readonly Operation[]): Operation[] => operations.filter(({ method, path, parameters }) => method === 'GET' && !path.includes('{') && parameters.some(({ name }) => name === 'cursor'))

/** The password createTestApp() gave a person. */
export const passwordOf = ({ email }: TestPerson): string => `password ${/-([0-9a-f]+)@/.exec(email)?.[1] ?? ''}`

/** @throws when a list stays empty: whoever adds a noun to the API adds two of it to equip() */
export async function furnish(product: TestProduct): Promise<Furnished> {
  const [furnished] = await furnishAll(product, 1)
  if (!furnished) throw new Error('One was asked for.')
  return furnished
}

/** Several at once, their mail delivered together. */
export async function furnishAll(product: TestProduct, count: number): Promise<Furnished[]> {
  const equipped = await Promise.all(Array.from({ length: count }, () => equip(product)))
  await product.drain()
  // Or the clock would write it at some moment of its own.
  await product.container.resolve(knownKeysToken).flush()
  // Nothing refuses mail here, and webhooks wait for their next attempt: one mail and both webhook messages of each are given up by hand.
  const orgs = equipped.map(({ org }) => org.id)
  await product.admin.query(`update outbox set status = 'dead', attempts = 5, finished_at = now() where (org_id, id) in (select org_id, max(id::text)::uuid from outbox where org_id = any($1) and status = 'sent' group by org_id)`, [orgs])
  await product.admin.query(`update outbox set status = 'dead', attempts = 5, finished_at = now() where org_id = any($1) and channel = 'webhooks.delivery' and status = 'pending'`, [orgs])
  // Nobody reports on mail here: two people of each have bounced, as if somebody had.
  const bounced = equipped.flatMap(({ viewer, approver }) => [viewer, approver])
  await product.admin.query(`insert into notification_addresses (user_id, address, reason, stopped_at) select id, lower(email), 'bounced', now() from users where id = any($1)`, [bounced.map(({ user_id }) => user_id)])
  return Promise.all(equipped.map(async (each) => ({ ...each, lists: await listed(product, each.org.owner) })))
}

/** People, things and what happens between them; nothing of it delivered yet. */
export async function equip(product: TestProduct): Promise<Omit<Furnished, 'lists'>> {
  const org = await product.newOrg()
  const [viewer, member, approver, admin] = [await org.person('viewer'), await org.person('member'), await org.person('approver'), await org.person('admin')]
  const made = async (person: TestPerson, path: string, body: Json): Promise<Json> => {
    const answer = await product.as(person).post(`/v1${path}`, body)
    if (answer.status >= 300) throw new Error(`furnish(): POST ${path} answered ${answer.status}: ${answer.text}`)
    return answer.body
  }
  const owner = org.owner
  for (const name of ['Guest One', 'Guest Two']) await made(owner, '/invitations', { email: `${name.replace(' ', '.').toLowerCase()}.${org.id}@example.test`, role: 'member' })
  for (const name of ['Mine', 'Waiting']) await made(owner, '/saved-views', { screen: 'bookings', name, query: '' })
  await made(approver, '/auth/api-keys', { name: 'Idle', scopes: ['resources:read'] })
  // The owner's own does something, so that the audit log knows it.
  const robot = await withApiKey(product, owner, ['resources:manage'])
  const types = [await made(owner, '/resource-types', { name: 'Room' }), await made(robot, '/resource-types', { name: 'Desk' })]
  const open = { horizon_days: 365, min_duration_minutes: 1, owner_ids: [approver.user_id] }
  const free = await made(owner, '/resources', { name: 'Free room', type_id: types[0].id, ...open })
  const guarded = await made(owner, '/resources', { name: 'Guarded room', type_id: types[0].id, ...open })
  const steps = [{ mode: 'any', approvers: [{ kind: 'people', user_ids: [approver.user_id] }] }]
  const rule = await made(owner, '/workflow-rules', { name: 'Ask first', priority: 10, conditions: [{ kind: 'resource', in: [guarded.id] }], outcome: { kind: 'require_approval', steps } })
  await made(owner, '/workflow-rules', { name: 'Go ahead', priority: 20, conditions: [], outcome: { kind: 'confirm' } })
  await product.as(owner).patch(`/v1/workflow-rules/${rule.id}`, { description: 'Twice looked at.' }, { 'if-match': '*' })

  const start = Math.ceil(Date.now() / hour) * hour + 200 * hour
  let slot = 0
  const book = async (person: TestPerson, room: Json, more: Json = {}): Promise<string> => {
    slot += 1
    const times = { starts_at: new Date(start + slot * 3 * hour).toISOString(), ends_at: new Date(start + slot * 3 * hour + hour).toISOString() }
    return (await made(person, '/bookings', { resource_id: room.id, title: `Meeting ${slot}`, ...times, ...more })).id
  }
  const bookings = {
    confirmed: [await book(member, free), await book(member, free)],
    pending: [await book(member, guarded), await book(member, guarded)],
    held: await book(member, free, { hold_minutes: 30 }),
    owners: await book(owner, free),
  }
  await book(approver, free)
  const hooks = operationsOf(product.app).some(({ path }) => path === '/v1/webhooks/endpoints') ? ['one', 'two'] : []
  for (const name of hooks) {
    const endpoint = await made(owner, '/webhooks/endpoints', { url: `http://127.0.0.1:9/${name}`, event_types: ['orgs.updated'] })
    // Nobody is there: the attempt fails, and is listed.
    await made(owner, `/webhooks/endpoints/${endpoint.id}/test-event`, undefined)
  }
  // What the provider says of two messages, as the worker notes it. Not `org_id = $1`, which a test without predicates would loosen.
  if (hooks.length > 0) {
    await product.admin.query(
      `insert into webhook_events (source, event_id, type, body_sha256, provider_id, occurred_at, settled_at, org_id, outbox_id)
       select 'resend', 'msg_' || id, 'email.delivered', repeat('0', 64), 're_' || id, now(), now(), org_id, id from outbox where org_id in ($1) limit 2`,
      [org.id],
    )
  }
  await product.anonymous.post('/v1/auth/login', { email: owner.email, password: passwordOf(owner), organization_id: org.id })
  return { org, viewer, member, approver, admin, rooms: { free: free.id, guarded: guarded.id }, bookings }
}

async function listed(product: TestProduct, owner: TestPerson): Promise<Map<string, readonly Json[]>> {
  const lists = new Map<string, readonly Json[]>()
  for (const operation of listsOf(operationsOf(product.app))) {
    const { status, body, text } = await product.as(owner).get(`${operation.path}?limit=100`)
    if (status !== 200 || body.items.length < 2) throw new Error(`furnish(): ${nameOf(operation)} should list two items at least; it answered ${status}: ${text.slice(0, 300)}`)
    lists.set(operation.path, body.items)
  }
  for (const path of ['/v1/auth/sessions', '/v1/organizations']) lists.set(path, (await product.as(owner).get(path)).body.items)
  return lists
}

/** The same person through an API key. @param scopes all the person may give, unless named */
export async function withApiKey(product: TestProduct, person: TestPerson, scopes?: readonly string[]): Promise<TestPerson> {
  const every = async (): Promise<string[]> => (await product.as(person).get('/v1/auth/api-key-scopes')).body.items.map(({ name }: Json) => name)
  const { status, body, text } = await product.as(person).post('/v1/auth/api-keys', { name: 'Robot', scopes: scopes ?? (await every()) })
  if (status !== 201) throw new Error(`withApiKey(): POST /v1/auth/api-keys answered ${status}: ${text}`)
  return { ...person, token: body.key }
}

/** Lets a person of another organisation in as owner. @returns the same person with a credential for this one */
export async function enter(product: TestProduct, person: TestPerson, { org }: Furnished): Promise<TestPerson> {
  await product.inTenant(org.id, () => product.container.resolve(members.port).add({ user_id: person.user_id, role: 'owner' }))
  return signedIn(product, { ...person, role: 'owner' }, org)
}

/** The same person with a fresh credential: they last a quarter of an hour. */
export async function signedIn(product: TestProduct, person: TestPerson, { id, name }: TestOrg): Promise<TestPerson> {
  const choice = { id, name, slug: id, role: person.role }
  const tokens = await product.container.resolve(auth.port).openSession({ id: person.user_id, email: person.email, name: person.name }, choice)
  return { ...person, token: tokens.access_token }
}
