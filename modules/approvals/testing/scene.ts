/** A stage for tests: an organisation with a room and a rule that asks for approval of every booking of it. Over REST only. */
import type { ApprovalStep } from '#modules/bookings/contract'
import type { Approval } from '../contract.js'

interface Person {
  user_id: string
}

interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  body: unknown
  text: string
}

interface Client<A> {
  get(path: string): Promise<A>
  post(path: string, body?: unknown): Promise<A>
  patch(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<A>
}

/** What the stage needs of the test product. */
interface Product<P extends Person, A extends Answer> {
  as(person: P): Client<A>
  newOrg(): Promise<{ id: string; owner: P; person(role: 'viewer' | 'member' | 'approver' | 'admin' | 'owner'): Promise<P> }>
}

export interface Room {
  id: string
}

export interface Booked {
  id: string
  status: string
  starts_at: string
  ends_at: string
}

const hour = 3_600_000

export const people = (mode: ApprovalStep['mode'], ...persons: readonly Person[]): ApprovalStep => ({ mode, approvers: [{ kind: 'people', user_ids: persons.map(({ user_id }) => user_id) }] })
export const quorum = (needed: number, ...persons: readonly Person[]): ApprovalStep => ({ ...people('n_of_m', ...persons), needed })
export const role = (mode: ApprovalStep['mode'], which: 'member' | 'approver' | 'admin' | 'owner'): ApprovalStep => ({ mode, approvers: [{ kind: 'role', role: which }] })
export const owners: ApprovalStep = { mode: 'any', approvers: [{ kind: 'resource_owners' }] }

export class Scene<P extends Person, A extends Answer = Answer> {
  private slots = 0

  private constructor(
    private readonly product: Product<P, A>,
    readonly org: Awaited<ReturnType<Product<P, A>['newOrg']>>,
  ) {}

  static async in<P extends Person, A extends Answer>(product: Product<P, A>): Promise<Scene<P, A>> {
    return new Scene(product, await product.newOrg())
  }

  get owner(): P {
    return this.org.owner
  }

  person = (which: 'viewer' | 'member' | 'approver' | 'admin' | 'owner'): Promise<P> => this.org.person(which)

  async room(owner_ids: readonly string[] = []): Promise<Room> {
    return this.made(this.product.as(this.owner).post('/v1/resources', { name: `Room ${(this.slots += 1)}`, horizon_days: 365, min_duration_minutes: 1, max_duration_minutes: 1_440, owner_ids }))
  }

  /** A rule for all bookings of the room. */
  async rule(room: Room, steps: readonly ApprovalStep[], more: Readonly<Record<string, unknown>> = {}): Promise<{ id: string; version: number }> {
    return this.made(this.product.as(this.owner).post('/v1/workflow-rules', { name: 'Ask first', priority: 100, conditions: [{ kind: 'resource', in: [room.id] }], outcome: { kind: 'require_approval', steps }, ...more }))
  }

  /** A room whose every booking has to pass these steps. */
  async guarded(...steps: readonly ApprovalStep[]): Promise<Room> {
    const room = await this.room()
    await this.rule(room, steps)
    return room
  }

  /** A time nobody else of this scene has: two hours, from three days ahead on. */
  slot(): { starts_at: string; ends_at: string } {
    const start = Math.ceil(Date.now() / hour) * hour + 72 * hour + (this.slots += 1) * 6 * hour
    return { starts_at: new Date(start).toISOString(), ends_at: new Date(start + 2 * hour).toISOString() }
  }

  async book(person: P, room: Room, more: Readonly<Record<string, unknown>> = {}): Promise<Booked> {
    return this.made(this.product.as(person).post('/v1/bookings', { resource_id: room.id, title: 'Offsite', ...this.slot(), ...more }))
  }

  booking(id: string, person: P = this.owner): Promise<Booked> {
    return this.read(this.product.as(person).get(`/v1/bookings/${id}`))
  }

  /** Requests of a booking, newest first. */
  async requests(booking: Booked, person: P = this.owner): Promise<Approval[]> {
    return (await this.read<{ items: Approval[] }>(this.product.as(person).get(`/v1/approvals?booking_id=${booking.id}`))).items
  }

  async request(booking: Booked, person: P = this.owner): Promise<Approval> {
    const [newest] = await this.requests(booking, person)
    if (!newest) throw new Error(`Booking ${booking.id} has no request for approval.`)
    return newest
  }

  decide(person: P, approval: { id: string }, decision: 'approve' | 'reject', more: Readonly<Record<string, unknown>> = {}) {
    return this.product.as(person).post(`/v1/approvals/${approval.id}/decision`, { decision, ...(decision === 'reject' ? { comment: 'Not that day.' } : {}), ...more })
  }

  /** Changes a booking under its current version. */
  async change(person: P, booking: Booked, changes: Readonly<Record<string, unknown>>): Promise<Booked> {
    const { headers } = await this.product.as(person).get(`/v1/bookings/${booking.id}`)
    return this.read(this.product.as(person).patch(`/v1/bookings/${booking.id}`, changes, { 'if-match': headers['etag'] ?? '' }))
  }

  private made<T>(answer: Promise<A>): Promise<T> {
    return this.read(answer, 201)
  }

  private async read<T>(answer: Promise<A>, expected = 200): Promise<T> {
    const { status, body, text } = await answer
    if (status !== expected) throw new Error(`Expected ${expected}, got ${status}: ${text}`)
    return body as T
  }
}

/** The time by which an end or start is moved. */
export const later = (instant: string, hours: number): string => new Date(Date.parse(instant) + hours * hour).toISOString()
