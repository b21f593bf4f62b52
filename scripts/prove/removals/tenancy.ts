/** INV-1 and INV-14: the walls between organisations. */
import { edit, sql, test, type Removals } from '../removal.js'

const walls = 'config/isolation-walls.test.ts'
const catalogue = test('config/conformance.test.ts', 'INV-1: every tenant table has its walls', 'has org_id NOT NULL first')
const findBooking = edit('modules/bookings/booking.repository.ts', "name: 'bookings.find', text: `select ${bookingColumns} from bookings b where b.org_id = $1 and b.id = $2`", "name: 'bookings.find', text: `select ${bookingColumns} from bookings b where $1::uuid is not null and b.id = $2`")
const noPolicies = (table: string) => sql(`alter table ${table} no force row level security; alter table ${table} disable row level security`)

export const tenancyRemovals: Removals = {
  'INV-1': [
    {
      guard: 'The policy of a table shows the application one organisation only.',
      remove: [sql('drop policy tenant on bookings; create policy tenant on bookings for all to bookflow_app using (true) with check (true)')],
      test: test(walls, 'INV-1: row-level security holds'),
    },
    { guard: 'Without an organisation the policy shows nothing.', remove: [sql('drop policy tenant on memberships; create policy tenant on memberships for all to bookflow_app using (org_id = current_org_id() or current_org_id() is null)')], test: test('config/conformance.test.ts', 'INV-1: every tenant table has its walls', 'shows the application role nothing') },
    { guard: 'Row-level security is on for every table of organisations.', remove: [sql('alter table resources disable row level security')], test: catalogue },
    { guard: 'It is forced, so that the owner of the table is under it too.', remove: [sql('alter table resources no force row level security')], test: catalogue },
    {
      guard: 'A foreign key carries the organisation, so that no reference crosses.',
      remove: [sql('alter table bookings add constraint one_id unique (id); alter table booking_attendees drop constraint booking_attendees_org_id_booking_id_fkey; alter table booking_attendees add foreign key (booking_id) references bookings (id)')],
      test: catalogue,
    },
    { guard: 'A table of no organisation stands on the short list.', remove: [sql('create table strays (id uuid primary key)')], test: catalogue },
    { guard: 'A statement written by hand names its organisation.', remove: [findBooking], test: test(walls, 'INV-1: the predicates of the statements hold') },
    { guard: 'The log of all statements shows one that does not.', remove: [edit('modules/audit/audit.service.ts', "const conditions = ['org_id = $1', ...span", "const conditions = ['$1::uuid is not null', ...span")], test: test('config/invariants/statements.test.ts', 'INV-1: every statement on a table of organisations') },
    { guard: 'Tables that are joined are bound to the organisation, not only to each other.', remove: [edit('modules/notifications/delivery/outbox.service.ts', 'where o.org_id = $1 and ($3::text is null', 'where $1::uuid is not null and ($3::text is null')], test: test('config/invariants/statements.test.ts', 'INV-1: every statement on a table of organisations') },
    { guard: 'The tenant repository adds the organisation to what it is asked.', remove: [edit('kernel/tenant-repository.ts', 'return { ...where, org_id: currentTenant().org_id }', 'return { ...where }')], test: test(walls, 'INV-1: the predicates of the statements hold') },
    { guard: 'With both walls down, three organisations are no longer three products.', remove: [findBooking, noPolicies('bookings')], test: test('config/invariants/isolated-models.test.ts', 'INV-1: any operations of three organisations') },
    { guard: 'Whoever takes a connection ends what a read left open on it, before anything else.', remove: [edit('kernel/database/guarded-client.ts', '  this.settle()\n  return', '  return')], test: test('config/isolation-soak.test.ts', 'INV-1: a connection tells whoever takes it next nothing') },
    { guard: 'Work outside of a tenant is an exception.', remove: [edit('kernel/tenancy/transactions.ts', "if (!flow?.tenant) throw new TenantContextMissing('transactions.run()')", "if (!flow?.tenant) return this.global(fn)")], test: test('kernel/http/pipeline.test.ts', 'INV-1: a statement without a tenant') },
    { guard: 'A reason for work across organisations stands in the golden page.', remove: [edit('kernel/events/statistics.ts', "'outbox statistics'", "'outbox figures'")], test: test('config/cross-tenant.test.ts', 'INV-1: every reason for work across organisations') },
  ],
  'INV-14': [
    { guard: 'An id of another organisation is answered like one that never was.', remove: [findBooking, noPolicies('bookings')], test: test('config/isolation.test.ts', 'INV-14: what belongs to another organisation') },
    { guard: 'A cursor is bound to its organisation.', remove: [edit('kernel/http/page.ts', 'JSON.stringify([currentTenant().org_id, request.routeOptions.url,', 'JSON.stringify([request.routeOptions.url,')], test: test('kernel/http/pipeline.test.ts', 'INV-14: cursor pages', 'refuse a cursor that is forged') },
    { guard: 'A cursor is signed.', remove: [edit('kernel/http/page.ts', ' || !timingSafeEqual(expected, given)) {', ') {')], test: test('kernel/http/pipeline.test.ts', 'INV-14: cursor pages', 'refuse a cursor that is forged') },
    { guard: 'Signing up says the same whether the address is known.', remove: [edit('modules/auth/accounts/sign-up.service.ts', "if (existing) await this.accountMail.send", "if (existing) throw invalid({ pointer: '/email', detail: 'There is such an account.' })\n      if (existing) await this.accountMail.send")], test: test('modules/auth/sign-up.test.ts', 'INV-14: (T7) nobody learns who has an account', 'by signing up, logging in') },
  ],
}
