import ICAL from 'ical.js'
import nodeIcal, { type VEvent } from 'node-ical'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestApp, type TestPerson, type TestProduct } from '#config/testing/product'
import { people, Scene, type Booked } from '#modules/approvals/testing/scene'

let product: TestProduct
beforeAll(async () => {
  product = await createTestApp({ modules: ['notifications', 'workflows'] })
})
afterAll(() => product.close())

interface Mail {
  subject: string
  files: { method: string; uid: string; sequence: number; status: string | null; start: string; attendees: string[]; filename: string }[]
}

/** What somebody got, oldest first, with what both parsers read in the calendar files. */
async function mailTo(scene: Scene<TestPerson>, person: TestPerson): Promise<Mail[]> {
  await product.drain()
  const { items } = (await product.as(scene.owner).get('/v1/mailbox?limit=100')).body
  const mine = (items as { id: string; to: string }[]).filter(({ to }) => to === person.email).reverse()
  return Promise.all(
    mine.map(async ({ id }) => {
      const { subject, attachments } = (await product.as(scene.owner).get(`/v1/mailbox/${id}`)).body
      return { subject: subject.split(':')[0], files: (attachments as { filename: string; content: string }[]).map(({ filename, content }) => ({ filename, ...read(content) })) }
    }),
  )
}

function read(content: string): Omit<Mail['files'][number], 'filename'> {
  const calendar = new ICAL.Component(ICAL.parse(content) as [])
  const event = calendar.getFirstSubcomponent('vevent')!
  const one = {
    method: calendar.getFirstPropertyValue('method') as string,
    uid: event.getFirstPropertyValue('uid') as string,
    sequence: Number(event.getFirstPropertyValue('sequence')),
    status: event.getFirstPropertyValue('status') as string | null,
    start: (event.getFirstPropertyValue('dtstart') as ICAL.Time).toJSDate().toISOString(),
  }
  const other = Object.values(nodeIcal.sync.parseICS(content)).find((each): each is VEvent => each?.type === 'VEVENT')!
  expect({ method: other.method, uid: other.uid, sequence: Number(other.sequence), status: other.status ?? null, start: other.start.toISOString() }).toEqual(one)
  return { ...one, attendees: event.getAllProperties('attendee').map((each) => String(each.getFirstValue()).toLowerCase().replace('mailto:', '')) }
}

const cancel = (person: TestPerson, booking: Booked) => product.as(person).post(`/v1/bookings/${booking.id}/cancellation`, { reason: 'Ill' })

describe('a booking in its people’s calendars', () => {
  it('comes, moves and goes under one UID with a growing SEQUENCE', async () => {
    const scene = await Scene.in(product)
    const [mia, tom] = [await scene.person('member'), await scene.person('member')]
    const booking = await scene.book(mia, await scene.room(), { attendee_ids: [tom.user_id] })
    await product.drain()
    const moved = scene.slot()
    await scene.change(scene.owner, booking, moved)
    await product.drain()
    expect((await cancel(scene.owner, booking)).status).toBe(200)
    for (const person of [mia, tom]) {
      const mails = await mailTo(scene, person)
      expect(mails.map(({ subject }) => subject)).toEqual(['Confirmed', 'Changed', 'Cancelled'])
      const files = mails.flatMap(({ files: each }) => each)
      expect(files.map(({ method, status, filename }) => [method, status, filename])).toEqual([['REQUEST', 'CONFIRMED', 'booking.ics'], ['REQUEST', 'CONFIRMED', 'booking.ics'], ['CANCEL', 'CANCELLED', 'cancelled.ics']])
      expect(new Set(files.map(({ uid }) => uid))).toEqual(new Set([booking.id]))
      const sequences = files.map(({ sequence }) => sequence)
      expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
      expect(files.map(({ start }) => start)).toEqual([booking.starts_at, moved.starts_at, moved.starts_at].map((at) => new Date(at).toISOString()))
      expect(files[0]!.attendees).toEqual([mia.email, tom.email])
    }
  })

  it('follows what its people do themselves, where we brought it, and is no news to them otherwise', async () => {
    const scene = await Scene.in(product)
    const [mia, tom, maker] = [await scene.person('member'), await scene.person('member'), await scene.person('admin')]
    const booking = await scene.book(maker, await scene.room(), { booked_for: mia.user_id, attendee_ids: [tom.user_id] })
    await product.drain()
    const moved = scene.slot()
    await scene.change(mia, booking, moved)
    await product.drain()
    await scene.change(mia, booking, { ...moved, note: 'Bring the plans' })
    await product.drain()
    expect((await cancel(mia, booking)).status).toBe(200)
    const own = await mailTo(scene, mia)
    expect(own.map(({ subject, files }) => [subject, files.map(({ method }) => method)])).toEqual([['Confirmed', ['REQUEST']], ['Changed', ['REQUEST']], ['Cancelled', ['CANCEL']]])
    expect(own[1]!.files[0]!.start).toBe(new Date(moved.starts_at).toISOString())
    const sequences = own.flatMap(({ files }) => files.map(({ sequence }) => sequence))
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
    expect((await mailTo(scene, tom)).map(({ subject }) => subject)).toEqual(['Confirmed', 'Changed', 'Changed', 'Cancelled'])
    const { rows } = await product.admin.query<{ text: string }>('select text from stub_mails where org_id = $1 and recipient = $2 order by id desc limit 1', [scene.org.id, mia.email])
    expect(rows[0]!.text).toContain('the attached file brings your calendar up to date')
    // Made for others, it is in no calendar of one's own.
    const other = await scene.book(maker, await scene.room(), { booked_for: mia.user_id })
    await product.drain()
    await scene.change(maker, other, scene.slot())
    expect((await mailTo(scene, maker)).map(({ subject }) => subject)).toEqual(['Confirmed', 'Changed', 'Changed', 'Cancelled', 'Confirmed'])
  })

  it('that waits comes in when it is approved, and one that was turned down never did', async () => {
    const scene = await Scene.in(product)
    const [mia, ann] = [await scene.person('member'), await scene.person('approver')]
    const room = await scene.guarded(people('any', ann))
    const [first, second] = [await scene.book(mia, room), await scene.book(mia, room)]
    await product.drain()
    await scene.decide(ann, await scene.request(first), 'approve')
    await scene.decide(ann, await scene.request(second), 'reject')
    const mails = await mailTo(scene, mia)
    expect(mails.map(({ subject, files }) => `${subject} ${files.map(({ method }) => method)}`).sort()).toEqual(['Approved REQUEST', 'Turned down ', 'Waiting for approval ', 'Waiting for approval '])
    expect((await mailTo(scene, ann)).map(({ subject, files }) => [subject, files.length])).toEqual([['Please decide', 0], ['Please decide', 0]])
  })

  it('approved, changed so that it waits again and turned down: tentative, then gone', async () => {
    const scene = await Scene.in(product)
    const [mia, ann] = [await scene.person('member'), await scene.person('approver')]
    const booking = await scene.book(mia, await scene.guarded(people('any', ann)))
    await scene.decide(ann, await scene.request(booking), 'approve')
    await product.drain()
    // Moved by somebody else, so that Mia hears of it.
    await scene.change(scene.owner, booking, scene.slot())
    await product.drain()
    await scene.decide(ann, await scene.request(booking), 'reject')
    const files = (await mailTo(scene, mia)).flatMap((mail) => mail.files)
    expect(files.map(({ method, status }) => [method, status])).toEqual([['REQUEST', 'CONFIRMED'], ['REQUEST', 'TENTATIVE'], ['CANCEL', 'CANCELLED']])
    expect(files[2]!.sequence).toBeGreaterThan(files[1]!.sequence)
  })

  it('goes from those who are taken off it, and from all when it comes to nothing after all', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, tom, guest] = [await scene.person('member'), await scene.person('approver'), await scene.person('member'), await scene.person('member')]
    const booking = await scene.book(mia, await scene.guarded(people('any', ann)), { attendee_ids: [tom.user_id, guest.user_id] })
    await scene.decide(ann, await scene.request(booking), 'approve')
    await product.drain()
    await scene.change(scene.owner, booking, { ...scene.slot(), title: 'Without Tom', attendee_ids: [guest.user_id] })
    await product.drain()
    await scene.decide(ann, await scene.request(booking), 'reject')
    const mails = await mailTo(scene, tom)
    expect(mails.map(({ subject, files }) => [subject, files.map(({ method, status }) => [method, status])])).toEqual([['Approved', [['REQUEST', 'CONFIRMED']]], ['Taken off', [['CANCEL', null]]]])
    expect(mails.map(({ files }) => new Set(files[0]!.attendees))).toEqual([new Set([mia.email, tom.email, guest.email]), new Set([tom.email])])
    // What became of it is not for him: neither when it is now, nor what it is called.
    expect(mails[1]!.files[0]!.start).toBe(new Date(booking.starts_at).toISOString())
    const { rows } = await product.admin.query<{ text: string; attachments: { content: string }[] }>('select text, attachments from stub_mails where org_id = $1 and recipient = $2 order by id desc limit 1', [scene.org.id, tom.email])
    expect(rows[0]!.text + rows[0]!.attachments[0]!.content).not.toMatch(/Without Tom|Offsite/)
    expect((await mailTo(scene, guest)).map(({ subject, files }) => [subject, files.map(({ method }) => method)])).toEqual([['Approved', ['REQUEST']], ['Changed', ['REQUEST']], ['Turned down', ['CANCEL']]])
  })

  it('that never came about is not told to who only would have attended', async () => {
    const scene = await Scene.in(product)
    const [mia, ann, tom] = [await scene.person('member'), await scene.person('approver'), await scene.person('member')]
    const booking = await scene.book(mia, await scene.guarded(people('any', ann)), { attendee_ids: [tom.user_id] })
    await scene.decide(ann, await scene.request(booking), 'reject')
    expect(await mailTo(scene, tom)).toEqual([])
    expect((await mailTo(scene, mia)).map(({ subject }) => subject)).toEqual(['Turned down'])
  })

  it('does not come to who made it for others, and shows viewers no addresses', async () => {
    const scene = await Scene.in(product)
    const [mia, looker] = [await scene.person('member'), await scene.person('viewer')]
    await scene.book(scene.owner, await scene.room(), { booked_for: mia.user_id, attendee_ids: [looker.user_id] })
    expect((await mailTo(scene, scene.owner)).map(({ subject, files }) => [subject, files.length])).toEqual([['Confirmed', 0]])
    expect((await mailTo(scene, mia))[0]!.files[0]!.attendees).toEqual([mia.email, looker.email])
    expect((await mailTo(scene, looker))[0]!.files[0]!.attendees).toEqual([looker.email])
  })

  it('goes from nobody’s calendar who switched off the mail that brings it', async () => {
    const scene = await Scene.in(product)
    const mia = await scene.person('member')
    await product.as(mia).put('/v1/notifications/preferences', { items: [{ kind: 'booking_confirmed', email: false }] })
    const booking = await scene.book(mia, await scene.room())
    await product.drain()
    await scene.change(mia, booking, scene.slot())
    await product.drain()
    await cancel(scene.owner, booking)
    expect((await mailTo(scene, mia)).map(({ subject, files }) => [subject, files.length])).toEqual([['Cancelled', 0]])
  })
})
