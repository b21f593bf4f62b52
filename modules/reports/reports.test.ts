import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestOrg, type TestPerson, type TestProduct } from '#config/testing/product'
import { reportNames } from './contract.js'
import { oldResource, past } from './testing/past.js'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['reports', 'approvals'] })
})
afterAll(() => product.close())

const report = async (org: TestOrg, name: string, query: string, person: TestPerson = org.owner) => product.as(person).get(`/v1/reports/${name}?${query}`)
const ofWeek = 'first_day=2026-03-02&last_day=2026-03-08'
const nineToFive = { mon: [{ from: '09:00', to: '17:00' }], tue: [{ from: '09:00', to: '17:00' }], wed: [], thu: [], fri: [], sat: [], sun: [] }
const utcOrg = () => product.newOrg({ timezone: 'UTC' })

describe('how much is used', () => {
  it('counts against the hours a resource was really open, its exceptions and its units', async () => {
    const org = await utcOrg()
    const room = await oldResource(product, org, { name: 'Atlas', opening_hours: nineToFive, exceptions: [{ date: '2026-03-03', intervals: [{ from: '12:00', to: '14:00' }], reason: 'Inventory' }] })
    const desks = await oldResource(product, org, { name: 'Desks', units: 3, opening_hours: nineToFive })
    await past(product, org, room.id, { starts_at: '2026-03-02T08:00:00Z', ends_at: '2026-03-02T11:00:00Z' })
    await past(product, org, room.id, { starts_at: '2026-03-03T12:30:00Z', ends_at: '2026-03-03T13:00:00Z', status: 'no_show' })
    for (const status of ['cancelled', 'rejected', 'expired', 'pending_approval']) await past(product, org, room.id, { starts_at: '2026-03-02T12:00:00Z', ends_at: '2026-03-02T16:00:00Z', status })
    await past(product, org, desks.id, { starts_at: '2026-03-02T09:00:00Z', ends_at: '2026-03-02T17:00:00Z' })
    await past(product, org, desks.id, { starts_at: '2026-03-02T09:00:00Z', ends_at: '2026-03-02T13:00:00Z', unit: 2 })
    const { body } = await report(org, 'utilisation', ofWeek)
    expect(body.period).toEqual({ first_day: '2026-03-02', last_day: '2026-03-08', timezone: 'UTC', interval: 'day' })
    expect(body.rows).toEqual([
      { resource_id: room.id, resource: 'Atlas', type: null, units: 1, bookings: 2, open_minutes: 600, booked_minutes: 150, utilisation: 0.25, outside_minutes: 60 },
      { resource_id: desks.id, resource: 'Desks', type: null, units: 3, bookings: 2, open_minutes: 3 * 960, booked_minutes: 720, utilisation: 0.25, outside_minutes: 0 },
    ])
    expect(body.summary).toEqual({ resources: 2, bookings: 4, open_minutes: 3480, booked_minutes: 870, utilisation: 0.25 })
    expect((await report(org, 'utilisation', `${ofWeek}&resource_id=${room.id}`)).body.rows).toHaveLength(1)
  })

  it('knows the day of 25 hours, and cuts what reaches over midnight', async () => {
    const org = await product.newOrg({ timezone: 'Europe/Berlin' })
    const car = await oldResource(product, org, { timezone: 'Europe/Berlin' })
    await past(product, org, car.id, { starts_at: '2026-10-24T20:00:00Z', ends_at: '2026-10-25T11:00:00Z' })
    const { body } = await report(org, 'occupancy', 'first_day=2026-10-24&last_day=2026-10-26')
    expect(body.rows).toEqual([
      { starts_on: '2026-10-24', ends_on: '2026-10-24', bookings: 1, open_minutes: 1440, booked_minutes: 120, utilisation: 0.0833 },
      { starts_on: '2026-10-25', ends_on: '2026-10-25', bookings: 0, open_minutes: 1500, booked_minutes: 780, utilisation: 0.52 },
      { starts_on: '2026-10-26', ends_on: '2026-10-26', bookings: 0, open_minutes: 1440, booked_minutes: 0, utilisation: 0 },
    ])
  })

  it('starts weeks on Monday and months on the first, cut by the period', async () => {
    const org = await utcOrg()
    const starts = async (query: string) => (await report(org, 'occupancy', query)).body.rows.map(({ starts_on, ends_on }: { starts_on: string; ends_on: string }) => [starts_on, ends_on])
    expect(await starts('first_day=2026-03-04&last_day=2026-03-17&interval=week')).toEqual([['2026-03-04', '2026-03-08'], ['2026-03-09', '2026-03-15'], ['2026-03-16', '2026-03-17']])
    expect(await starts('first_day=2026-01-31&last_day=2026-03-01&interval=month')).toEqual([['2026-01-31', '2026-01-31'], ['2026-02-01', '2026-02-28'], ['2026-03-01', '2026-03-01']])
  })

  it('shows the hour of the week on the clock of the resource', async () => {
    const org = await utcOrg()
    const lab = await oldResource(product, org, { timezone: 'Asia/Kolkata', opening_hours: nineToFive })
    // 09:30 to 11:00 in Kolkata, which is five and a half hours ahead.
    await past(product, org, lab.id, { starts_at: '2026-03-02T04:00:00Z', ends_at: '2026-03-02T05:30:00Z' })
    const { body } = await report(org, 'hours', ofWeek)
    expect(body.rows).toHaveLength(168)
    expect(body.rows.filter((row: { booked_minutes: number }) => row.booked_minutes > 0)).toEqual([
      { weekday: 1, hour: 9, open_minutes: 60, booked_minutes: 30, utilisation: 0.5 },
      { weekday: 1, hour: 10, open_minutes: 60, booked_minutes: 60, utilisation: 1 },
    ])
    expect(body.summary).toEqual({ open_minutes: 960, booked_minutes: 90, utilisation: 0.0938, busiest: { weekday: 1, hour: 10 } })
  })

  it('leaves out what was not there yet or no longer is', async () => {
    const org = await utcOrg()
    const room = await oldResource(product, org)
    await product.admin.query(`update resources set created_at = '2026-03-03T12:00:00Z', archived_at = '2026-03-05T00:00:00Z' where id = $1`, [room.id])
    expect((await report(org, 'utilisation', ofWeek)).body.rows).toMatchObject([{ open_minutes: 36 * 60, utilisation: 0 }])
    expect((await report(org, 'utilisation', 'first_day=2026-04-01&last_day=2026-04-02')).body.rows).toEqual([])
  })
})

describe('what people do', () => {
  it('says who books how much, and what they missed', async () => {
    const org = await utcOrg()
    const room = await oldResource(product, org)
    const mia = await org.person('member')
    await past(product, org, room.id, { starts_at: '2026-03-02T08:00:00Z', ends_at: '2026-03-02T09:00:00Z' })
    await past(product, org, room.id, { starts_at: '2026-03-02T10:00:00Z', ends_at: '2026-03-02T13:00:00Z', booked_for: mia.user_id })
    await past(product, org, room.id, { starts_at: '2026-03-03T10:00:00Z', ends_at: '2026-03-03T11:00:00Z', booked_for: mia.user_id, status: 'no_show' })
    await past(product, org, room.id, { starts_at: '2026-03-04T10:00:00Z', ends_at: '2026-03-04T11:00:00Z', booked_for: mia.user_id, status: 'cancelled' })
    const { body } = await report(org, 'people', ofWeek)
    expect(body.rows).toEqual([
      { user_id: mia.user_id, person: mia.name, bookings: 2, booked_minutes: 240, cancelled: 1, missed: 1 },
      { user_id: org.owner.user_id, person: org.owner.name, bookings: 1, booked_minutes: 60, cancelled: 0, missed: 0 },
    ])
    expect(body.summary).toEqual({ people: 2, bookings: 3, booked_minutes: 300 })
  })

  it('says what became of bookings, and which were cancelled too late for others', async () => {
    const org = await utcOrg()
    const room = await oldResource(product, org)
    const at = (day: number, status: string, updated_at?: string) => past(product, org, room.id, { starts_at: `2026-03-0${day}T10:00:00Z`, ends_at: `2026-03-0${day}T11:00:00Z`, status, ...(updated_at ? { updated_at } : {}) })
    await at(2, 'completed')
    await at(2, 'cancelled', '2026-03-01T09:59:00Z')
    await at(2, 'cancelled', '2026-03-01T10:01:00Z')
    await at(3, 'no_show')
    await at(3, 'rejected')
    await at(3, 'expired')
    const { body } = await report(org, 'outcomes', 'first_day=2026-03-02&last_day=2026-03-03')
    expect(body.rows).toEqual([
      { starts_on: '2026-03-02', ends_on: '2026-03-02', placed: 3, kept: 1, waiting: 0, rejected: 0, cancelled: 2, cancelled_late: 1, expired: 0, missed: 0 },
      { starts_on: '2026-03-03', ends_on: '2026-03-03', placed: 3, kept: 0, waiting: 0, rejected: 1, cancelled: 0, cancelled_late: 0, expired: 1, missed: 1 },
    ])
    expect(body.summary).toEqual({ placed: 6, kept: 1, cancelled: 2, cancelled_late: 1, missed: 1, cancellation_rate: 0.3333, no_show_rate: 0.5 })
  })

  it('says how long before people book', async () => {
    const org = await utcOrg()
    const room = await oldResource(product, org)
    const made = async (hour: number, created_at: string) => past(product, org, room.id, { starts_at: `2026-03-02T${hour}:00:00Z`, ends_at: `2026-03-02T${hour}:30:00Z`, created_at })
    await made(10, '2026-03-02T09:30:00Z')
    await made(11, '2026-03-02T09:00:00Z')
    await made(12, '2026-02-20T12:00:00Z')
    const { body } = await report(org, 'lead-time', ofWeek)
    expect(body.rows.filter((row: { bookings: number }) => row.bookings > 0)).toEqual([
      { from_hours: 0, to_hours: 1, bookings: 1, share: 0.3333 },
      { from_hours: 1, to_hours: 4, bookings: 1, share: 0.3333 },
      { from_hours: 168, to_hours: 336, bookings: 1, share: 0.3333 },
    ])
    expect(body.summary).toEqual({ bookings: 3, median_hours: 2, p90_hours: 240 })
  })
})

describe('what every report has', () => {
  it.each(reportNames)('%s: the file holds the rows of the chart', async (name) => {
    const org = await utcOrg()
    const room = await oldResource(product, org, { name: '=HYPERLINK("x")' })
    await past(product, org, room.id, { starts_at: '2026-03-02T10:00:00Z', ends_at: '2026-03-02T11:00:00Z' })
    const { body } = await report(org, name, ofWeek)
    const file = await report(org, `${name}.csv`, ofWeek)
    expect(file.headers['content-type'], file.text).toBe('text/csv; charset=utf-8')
    expect(file.headers['content-disposition']).toBe(`attachment; filename="${name}-2026-03-02-2026-03-08.csv"`)
    const [head = '', ...lines] = file.text.trimEnd().split('\r\n')
    expect(head).toBe(Object.keys(body.rows[0]).join(','))
    expect(lines).toHaveLength(body.rows.length)
    const cell = (value: unknown) => (value === null ? '' : typeof value === 'string' && value.startsWith('=') ? `"'${value.replaceAll('"', '""')}"` : String(value))
    expect(lines).toEqual(body.rows.map((row: object) => Object.values(row).map(cell).join(',')))
  })

  it.each([
    ['days in the wrong order', 'first_day=2026-03-08&last_day=2026-03-02', 'query/last_day'],
    ['more than a year', 'first_day=2025-01-01&last_day=2026-03-02', 'query/last_day'],
    ['a resource that is none', 'resource_id=0190aaaa-0000-7000-8000-000000000000', 'query/resource_id'],
    ['a type that is none', 'type_id=0190aaaa-0000-7000-8000-000000000000', 'query/type_id'],
    ['a day that is none', 'first_day=2026-02-30', 'query/first_day'],
  ])('refuses %s', async (_what, query, pointer) => {
    const org = await utcOrg()
    const { status, body } = await report(org, 'utilisation', query)
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })

  it('shows four weeks when nobody says which', async () => {
    const { body } = await report(await utcOrg(), 'occupancy', '')
    expect(body.rows).toHaveLength(28)
    expect(body.rows.at(-1).ends_on).toBe(new Date().toISOString().slice(0, 10))
  })

  it('is for admins, of their organisation, while it is switched on', async () => {
    const [org, other] = [await utcOrg(), await utcOrg()]
    const room = await oldResource(product, org)
    expect((await report(org, 'utilisation', ofWeek, await org.person('approver'))).status).toBe(403)
    expect((await report(other, 'utilisation', `resource_id=${room.id}`)).body.errors[0].detail).toBe('There is no such resource.')
    expect((await report(other, 'utilisation', ofWeek)).body.rows).toEqual([])
    await product.as(org.owner).put('/v1/organization/modules/reports', { enabled: false }, { 'if-match': '*' })
    expect((await report(org, 'utilisation', ofWeek)).body.code).toBe('module_disabled')
  })

  it('says how long requests waited', async () => {
    const org = await utcOrg()
    const room = await oldResource(product, org)
    await past(product, org, room.id, { starts_at: '2026-03-05T10:00:00Z', ends_at: '2026-03-05T11:00:00Z' })
    for (const [status, minutes] of [['approved', 10], ['approved', 20], ['rejected', 90], ['withdrawn', 500]] as const) {
      await product.admin.query(
        `insert into approvals (org_id, id, booking_id, status, rule_id, rule_name, rule_version, requested_by, requested_for, excluded_ids, people, resource_id, starts_at, ends_at, created_at, decided_at)
         select org_id, gen_random_uuid(), id, $2, gen_random_uuid(), 'Long', 1, booked_by, booked_for, array[booked_by], array[booked_by], resource_id, starts_at, ends_at, '2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z'::timestamptz + make_interval(mins => $3)
         from bookings where org_id = $1`,
        [org.id, status, minutes],
      )
    }
    const { body } = await report(org, 'approvals', ofWeek)
    expect(body.rows[0]).toEqual({ starts_on: '2026-03-02', ends_on: '2026-03-02', requested: 4, approved: 2, rejected: 1, withdrawn: 1, pending: 0, median_minutes: 20, p90_minutes: 90 })
    expect(body.rows[1]).toMatchObject({ requested: 0, median_minutes: null })
    expect(body.summary).toEqual({ requested: 4, approved: 2, rejected: 1, median_minutes: 20, p90_minutes: 90, approval_rate: 0.6667 })
  })
})
