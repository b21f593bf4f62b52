/** INV-21: the database's clock decides, whatever the process believes; instants come in with an offset and go out as UTC; wall clocks are the resource's. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { testConfig } from '#kernel/testing/settings'
import { AccessTokens } from '#modules/auth/sessions/access-tokens'

const hour = 3_600_000
let product: TestProduct
let org: TestOrg
let member: TestPerson
beforeAll(async () => {
  product = await createTestApp({ modules: ['approvals', 'workflows'] })
  org = await product.newOrg({ timezone: 'Europe/Berlin' })
  member = await org.person('member')
})
afterEach(() => void vi.useRealTimers())
afterAll(() => product.close())

const room = async (more: object = {}): Promise<string> => {
  const answer = await product.as(org.owner).post('/v1/resources', { name: 'Room', min_duration_minutes: 1, horizon_days: 1830, ...more })
  expect(answer.status, answer.text).toBe(201)
  return answer.body.id
}
const book = (resource_id: string, starts_at: string, ends_at: string, more: object = {}) => product.as(member).post('/v1/bookings', { resource_id, title: 'Clock', starts_at, ends_at, ...more })
/** This process now believes it is so much later; the database does not. */
const pretend = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })

describe('INV-21: a clock that is wrong', () => {
  /** Every decision about time: notice, horizon, the past, checking in, a hold's end, a decision's deadline. */
  async function decisions(now: number): Promise<unknown[]> {
    const iso = (ms: number) => new Date(now + ms).toISOString()
    const [strict, open] = [await room({ min_notice_minutes: 120, horizon_days: 10 }), await room({ horizon_days: 10 })]
    const soon = await book(open, iso(10 * 60_000), iso(70 * 60_000))
    const later = await book(open, iso(3 * hour), iso(4 * hour))
    const hold = await book(open, iso(6 * hour), iso(7 * hour), { hold_minutes: 30 })
    const answers = [
      await book(strict, iso(1.5 * hour), iso(2.5 * hour)),
      await book(strict, iso(2.5 * hour), iso(3.5 * hour)),
      await book(open, iso(10 * 24 * hour - 2 * hour), iso(10 * 24 * hour - 1.5 * hour)),
      await book(open, iso(10 * 24 * hour + 0.5 * hour), iso(10 * 24 * hour + hour)),
      await book(open, iso(-25 * hour), iso(-24.5 * hour)),
      await product.as(member).post(`/v1/bookings/${soon.body.id}/check-in`),
      await product.as(member).post(`/v1/bookings/${later.body.id}/check-in`),
      await product.as(member).post(`/v1/bookings/${hold.body.id}/confirmation`),
    ]
    const minutes = (at: string) => Math.round((Date.parse(at) - now) / 60_000)
    return [soon.status, later.status, minutes(hold.body.hold_expires_at), ...answers.map(({ status, body }) => [status, body.code ?? body.status, (body.violations ?? []).map(({ rule }: { rule: string }) => rule)])]
  }

  /** Whether a token has expired is the one thing this process judges by its own clock: these are of a time at which both clocks accept them. */
  function signIn(): void {
    const tokens = new AccessTokens(testConfig('').secrets.access_tokens, product.kernel.config.public_url)
    for (const person of [member, org.owner]) {
      const { sid, org: org_id } = JSON.parse(Buffer.from(person.token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string; org: string }
      person.token = tokens.sign({ user_id: person.user_id, session_id: sid, org_id }, new Date())
    }
  }

  it('by an hour either way in a web process changes no decision', async () => {
    const right = await decisions(Date.now())
    expect(JSON.stringify(right)).toContain('booking_rules_violated')
    expect(JSON.stringify(right)).toContain('checked_in')
    for (const wrong of [hour, -hour]) {
      const now = Date.now()
      pretend(wrong)
      signIn()
      const decided = await decisions(now)
      vi.useRealTimers()
      signIn()
      expect(decided, `clock wrong by ${wrong / hour} h`).toEqual(right)
    }
  })
})

describe('INV-21: instants', () => {
  it.each([
    ['UTC', '2030-06-03T08:00:00Z', '2030-06-03T08:00:00.000Z'],
    ['an offset', '2030-06-03T10:00:00+02:00', '2030-06-03T08:00:00.000Z'],
    ['an offset with minutes, over midnight', '2030-06-03T01:45:00+05:45', '2030-06-02T20:00:00.000Z'],
    ['milliseconds', '2030-06-03T08:00:00.123Z', '2030-06-03T08:00:00.123Z'],
  ])('come in with %s and go out as UTC', async (_how, sent, told) => {
    const resource = await room({ horizon_days: 1830 })
    const { status, body, text } = await book(resource, sent, new Date(Date.parse(sent) + hour).toISOString())
    expect([status, body.starts_at], text).toEqual([201, told])
    const { rows } = await product.admin.query<{ utc: string }>(`select to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as utc from bookings where id = $1`, [body.id])
    expect(rows[0]?.utc).toBe(told)
  })

  it.each(['2030-06-03T08:00:00', '2030-06-03 08:00:00Z', '2030-06-03', 'now', 'tomorrow', 'epoch', 'infinity', '2030-06-03T08:00:00.1234567Z', '2030-02-30T08:00:00Z', '2030-06-03T24:00:00Z', '+275760-09-13T00:00:00Z'])('B5: %s is no instant', async (sent) => {
    const { status, body } = await book(await room(), sent, '2030-06-03T09:00:00Z')
    expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/starts_at'])
  })
})

describe('INV-21: B7: the hour that is skipped and the one that comes twice', () => {
  it('need an offset to be named: each of the two is another hour, and none is moved in silence', async () => {
    const year = new Date().getUTCFullYear() + 1
    // The last Sunday of October: 02:00-03:00 comes twice in Berlin.
    const sunday = new Date(Date.UTC(year, 9, 31))
    sunday.setUTCDate(31 - sunday.getUTCDay())
    const day = sunday.toISOString().slice(0, 10)
    const resource = await room()
    const first = await book(resource, `${day}T02:00:00+02:00`, `${day}T02:59:00+02:00`)
    const second = await book(resource, `${day}T02:00:00+01:00`, `${day}T02:59:00+01:00`)
    expect([first.body.starts_at, second.body.starts_at]).toEqual([`${day}T00:00:00.000Z`, `${day}T01:00:00.000Z`])
    expect((await book(resource, `${day}T02:30:00`, `${day}T02:59:00`)).body.errors?.[0]?.pointer).toBe('/starts_at')
  })
})
