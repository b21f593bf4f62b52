import { Temporal } from 'temporal-polyfill'
import type { Transactions } from '#kernel/tenancy/transactions'
import { demoCalendar, type DemoBooking } from './calendar.js'
import type { Founded } from './founding.js'
import { harbourResources, harbourRules, northlabResources, type DemoResource } from './inventory.js'
import { agreed, outcomeOf, pastWeeks, writePast } from './past.js'
import { harbour } from './people.js'
import type { Rest } from './rest.js'

interface Page<T> {
  items: T[]
}
interface Named {
  id: string
}

/** Resources, rules, eight weeks of the past, four weeks of bookings and requests at every stage, each by the person whose doing it is. */
export async function furnishHarbour({ id, as, idOf }: Founded, transactions: Transactions): Promise<void> {
  const admin = as('jonas@harbour.example')
  const { typeIds, resourceIds } = await addResources(admin, harbourResources, idOf)
  const { past, near, regular, requests } = demoCalendar(harbour.timezone, Temporal.Now.instant(), pastWeeks)
  await writePast(transactions, id, [...near.map(agreed), ...past.map(outcomeOf)], { resource: (name) => required(resourceIds, name), person: idOf })
  for (const rule of harbourRules((name) => required(typeIds, name))) await admin.post('/workflow-rules', rule)
  const book = ({ resource, by, ...rest }: DemoBooking): Promise<Named> => as(by).post('/bookings', { resource_id: required(resourceIds, resource), ...rest })
  for (const some of chunks(regular, together)) await Promise.all(some.map(book))
  const waiting: Named[] = []
  for (const request of requests) waiting.push(await book(request))
  await decide(as('mira@harbour.example'), waiting[1], { decision: 'approve' })
  await decide(as('mira@harbour.example'), waiting[3], { decision: 'reject', comment: 'The studio is being rewired that week. Any day after Thursday is fine.' })
  // The first of two steps is done, the second waits for management.
  await decide(as('mira@harbour.example'), waiting[0], { decision: 'approve', comment: 'Stage crew is free.' })
}

/** The same product without approvals and rules: bookings are confirmed at once. */
export async function furnishNorthlab({ as, idOf }: Founded): Promise<void> {
  const owner = as('rui@northlab.example')
  for (const module of ['workflows', 'approvals']) await owner.send('PUT', `/organization/modules/${module}`, { enabled: false })
  const { resourceIds } = await addResources(owner, northlabResources, idOf)
  const start = Temporal.Now.zonedDateTimeISO('Europe/Lisbon').add({ days: 2 }).round({ smallestUnit: 'hour' }).with({ hour: 9 })
  await as('jonas@harbour.example').post('/bookings', {
    resource_id: required(resourceIds, 'Electron microscope'),
    title: 'Sample series 12',
    starts_at: start.toInstant().toString(),
    ends_at: start.add({ hours: 6 }).toInstant().toString(),
  })
}

async function addResources(admin: Rest, list: readonly DemoResource[], idOf: (email: string) => string): Promise<{ typeIds: Map<string, string>; resourceIds: Map<string, string> }> {
  const typeIds = new Map<string, string>()
  for (const name of new Set(list.map(({ type }) => type))) typeIds.set(name, (await admin.post<Named>('/resource-types', { name })).id)
  const resourceIds = new Map<string, string>()
  for (const { name, type, description, location, owners, settings } of list) {
    const body = { name, description, location, type_id: required(typeIds, type), owner_ids: owners.map(idOf), ...settings }
    resourceIds.set(name, (await admin.post<Named>('/resources', body)).id)
  }
  return { typeIds, resourceIds }
}

async function decide(approver: Rest, booking: Named | undefined, decision: { decision: 'approve' | 'reject'; comment?: string }): Promise<void> {
  if (!booking) throw new Error('The demo has fewer requests than decisions.')
  const { items } = await approver.send<Page<Named>>('GET', `/approvals?booking_id=${booking.id}`)
  const [approval] = items
  if (!approval) throw new Error(`The booking ${booking.id} waits for nobody: its rule did not match.`)
  await approver.post(`/approvals/${approval.id}/decision`, decision)
}

/** How many people book at once: the first start is being waited for. */
const together = 6

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size))
}

function required(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`The demo names '${name}', which it does not make.`)
  return id
}
