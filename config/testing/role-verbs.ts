/** The table of PRODUCT.md, section 2, asked of the product: what each role may do, verb by verb, where a route alone does not say it. */
import { roles, type Role } from '#kernel/contract'
import type { Answer, Json } from '#kernel/testing/client'
import { equip, type Furnished } from './furnished-org.js'
import type { TestPerson, TestProduct } from './product.js'

export interface VerbTable {
  roles: readonly Role[]
  rows: readonly { verb: string; cells: readonly string[] }[]
}

const hour = 3_600_000

/** One role at work in an organisation of its own. */
class Worker {
  private slots = 0

  constructor(
    private readonly product: TestProduct,
    readonly at: Omit<Furnished, 'lists'>,
    readonly me: TestPerson,
  ) {}

  /** Somebody with the standing to decide who is not the one asking. */
  get other(): TestPerson {
    return this.me.role === 'admin' ? this.at.approver : this.at.admin
  }

  as = (person: TestPerson) => this.product.as(person)
  get = (path: string) => this.as(this.me).get(`/v1${path}`)
  post = (path: string, body: Json) => this.as(this.me).post(`/v1${path}`, body)
  change = (path: string, body: Json) => this.as(this.me).patch(`/v1${path}`, body, { 'if-match': '*' })

  book(person: TestPerson, resource: string, more: Json = {}): Promise<Answer> {
    const start = Math.ceil(Date.now() / hour) * hour + (400 + (this.slots += 1) * 2) * hour
    const times = { starts_at: new Date(start).toISOString(), ends_at: new Date(start + hour).toISOString() }
    return this.as(person).post('/v1/bookings', { resource_id: resource, title: 'Work', ...times, ...more })
  }

  /** A resource whose bookings this person decides on; null for who cannot be named in a step. */
  async guardedBy(decider: TestPerson): Promise<string | null> {
    const owner = this.as(this.at.org.owner)
    const resource = await owner.post('/v1/resources', { name: `Room ${(this.slots += 1)}`, horizon_days: 365, min_duration_minutes: 1 })
    const steps = [{ mode: 'any', approvers: [{ kind: 'people', user_ids: [decider.user_id] }] }]
    const rule = await owner.post('/v1/workflow-rules', { name: 'Ask', priority: 1, conditions: [{ kind: 'resource', in: [resource.body.id] }], outcome: { kind: 'require_approval', steps } })
    return rule.status === 201 ? resource.body.id : null
  }

  /** A request of somebody's for a resource that this person decides on. @returns its id, null when nobody could ask or be named */
  async request(requester: TestPerson, decider: TestPerson): Promise<string | null> {
    const resource = await this.guardedBy(decider)
    if (resource === null) return null
    const booked = await this.book(requester, resource)
    if (booked.status !== 201) return null
    const { items } = (await this.as(this.at.org.owner).get(`/v1/approvals?booking_id=${booked.body.id}`)).body
    return items[0]?.id ?? null
  }

  async decide(requester: TestPerson, decider: TestPerson): Promise<string> {
    const id = await this.request(requester, decider)
    return id === null ? '–' : word(await this.post(`/approvals/${id}/decision`, { decision: 'approve' }))
  }

  async own(then: (id: string) => Promise<string>): Promise<string> {
    const { status, body } = await this.book(this.me, this.at.rooms.free)
    return status === 201 ? then(body.id) : '–'
  }

  async view(id: string): Promise<string> {
    const { status, body } = await this.get(`/bookings/${id}`)
    return status === 200 ? (body.busy ? 'as busy' : 'whole') : 'no'
  }
}

const word = ({ status }: Answer): string => (status < 300 ? 'yes' : 'no')

const verbs: readonly (readonly [string, (w: Worker) => Promise<string>])[] = [
  ['see resources', async (w) => word(await w.get('/resources'))],
  ['see when they are free', async (w) => word(await w.get(`/availability?resource_id=${w.at.rooms.free}&from=${new Date().toISOString()}&to=${new Date(Date.now() + 48 * hour).toISOString()}`))],
  ['book', async (w) => word(await w.book(w.me, w.at.rooms.free))],
  ['see a booking of one’s own', (w) => w.own((id) => w.view(id))],
  ['see a booking one attends', async (w) => w.view((await w.book(w.at.org.owner, w.at.rooms.free, { attendee_ids: [w.me.user_id] })).body.id)],
  ['see a booking of somebody else', async (w) => w.view((await w.book(w.other, w.at.rooms.free)).body.id)],
  ['change a booking of one’s own', (w) => w.own(async (id) => word(await w.change(`/bookings/${id}`, { title: 'Other work' })))],
  ['change one of somebody else', async (w) => word(await w.change(`/bookings/${(await w.book(w.other, w.at.rooms.free)).body.id}`, { title: 'Other work' }))],
  ['cancel a booking of one’s own', (w) => w.own(async (id) => word(await w.post(`/bookings/${id}/cancellation`, {})))],
  ['cancel one of somebody else', async (w) => word(await w.post(`/bookings/${(await w.book(w.other, w.at.rooms.free)).body.id}/cancellation`, {}))],
  ['book on behalf of somebody', async (w) => word(await w.book(w.me, w.at.rooms.free, { booked_for: w.other.user_id }))],
  ['decide where a step names one', async (w) => w.decide(w.other, w.me)],
  ['decide where none does', async (w) => w.decide(w.at.member === w.me ? w.at.org.owner : w.at.member, w.other)],
  ['decide on a request of one’s own', async (w) => w.decide(w.me, w.me)],
  ['see a booking one decides on', async (w) => {
    const resource = await w.guardedBy(w.me)
    return resource === null ? '–' : w.view((await w.book(w.other, resource)).body.id)
  }],
  ['see requests one has no part in', async (w) => word(await w.get(`/approvals/${await w.request(w.at.member === w.me ? w.at.org.owner : w.at.member, w.other)}`))],
  ['manage resources', async (w) => word(await w.post('/resources', { name: 'New' }))],
  ['see rules', async (w) => word(await w.get('/workflow-rules'))],
  ['manage rules', async (w) => word(await w.post('/workflow-rules', { name: 'New', priority: 900, conditions: [], outcome: { kind: 'confirm' } }))],
  ['see the people', async (w) => word(await w.get('/members'))],
  ['invite a member', async (w) => word(await w.post('/invitations', { email: `new-${w.me.user_id}@example.test`, role: 'member' }))],
  ['invite an admin', async (w) => word(await w.post('/invitations', { email: `high-${w.me.user_id}@example.test`, role: 'admin' }))],
  ['change the role of a member', async (w) => word(await w.change(`/members/${(await w.at.org.person('member')).user_id}`, { role: 'approver' }))],
  ['change the role of an admin', async (w) => word(await w.change(`/members/${(await w.at.org.person('admin')).user_id}`, { role: 'member' }))],
  ['make somebody owner', async (w) => word(await w.change(`/members/${(await w.at.org.person('member')).user_id}`, { role: 'owner' }))],
  ['read the audit log', async (w) => word(await w.get('/audit-log'))],
  ['see what was sent', async (w) => word(await w.get('/outbox'))],
  ['follow the live stream', async (w) => ((await w.get('/auth/me')).body.permissions.includes('sse:read') ? 'yes' : 'no')],
  ['switch modules', async (w) => word(await w.as(w.me).put('/v1/organization/modules/notifications', { enabled: true }, { 'if-match': '*' }))],
  ['change the organisation', async (w) => word(await w.change('/organization', { name: 'Renamed' }))],
]

export async function verbTable(product: TestProduct): Promise<VerbTable> {
  const workers: Worker[] = []
  for (const role of roles) {
    const at = await equip(product)
    workers.push(new Worker(product, at, role === 'owner' ? at.org.owner : at[role]))
  }
  const rows: { verb: string; cells: string[] }[] = []
  // Each worker has an organisation of their own, so that they do not meet.
  for (const [verb, ask] of verbs) rows.push({ verb, cells: await Promise.all(workers.map(ask)) })
  return { roles, rows }
}
