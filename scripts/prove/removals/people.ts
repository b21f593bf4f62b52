/** INV-8 to INV-10: what is written down, who somebody is, what they may do. */
import { edit, sql, test, type Removals } from '../removal.js'

const log = 'modules/audit/audit-log.test.ts'
const forged = test('modules/auth/sessions/access-tokens.test.ts', 'INV-9: forged access tokens', 'are refused with 401')
const live = test('modules/auth/sessions/access-tokens.test.ts', 'INV-9: the live check', 'refuses a genuine token')
const refresh = 'modules/auth/sessions/refresh.test.ts'
const tokens = 'modules/auth/sessions/access-tokens.ts'
const exchange = 'modules/auth/sessions/refresh.service.ts'
const members = 'modules/members/members.test.ts'
const partition = (statement: string) => sql(`do $$ begin execute format('${statement}', 'audit_log_' || to_char(now() at time zone 'UTC', 'YYYY_MM')); end $$`)

export const peopleRemovals: Removals = {
  'INV-8': [
    { guard: 'The application may not change the log.', remove: [sql('grant update on audit_log to bookflow_app')], test: test(log, 'INV-8: the application role', 'may not', 'update audit_log set') },
    { guard: 'It may not delete from it.', remove: [sql('grant delete on audit_log to bookflow_app')], test: test(log, 'INV-8: the application role', 'may not', 'delete from audit_log') },
    { guard: 'It may not empty it.', remove: [sql('grant truncate on audit_log to bookflow_app')], test: test(log, 'INV-8: the application role', 'may not', 'truncate audit_log') },
    { guard: 'A partition cannot be read around its parent.', remove: [partition('grant select on %I to bookflow_app')], test: test(log, 'INV-8: the application role', 'may not', 'select * from') },
    { guard: 'Nor can a partition be changed around it.', remove: [partition('grant select, update on %I to bookflow_app')], test: test(log, 'INV-8: the application role', 'may not', 'update ') },
    { guard: 'Not even whoever purges an organisation reaches its log.', remove: [sql(`create policy purge on audit_log for all to bookflow_owner using (org_id = nullif(current_setting('app.purge_org_id', true), '')::uuid)`)], test: test(log, 'INV-8: the owner of the tables deletes nothing') },
    { guard: 'Every event is a row of the log, in its transaction.', remove: [edit('kernel/events/recorder.ts', '      for (const recorder of this.recorders) statements.push(...recorder(events, context))\n', '')], test: test(log, 'INV-8: the log', 'has as many rows as there are events') },
    { guard: 'Every change over REST is an event.', remove: [edit('modules/resources/resource.service.ts', 'this.recorder.emit(resources.events[event], {', "if (event !== 'created') this.recorder.emit(resources.events[event], {")], test: test('config/invariants/audited.test.ts', 'INV-8: every operation that changes something') },
    { guard: 'Every refusal is a row of the log.', remove: [edit('kernel/http/pipeline.ts', '      await refusals.note(request, error)\n', '')], test: test('modules/audit/audit.routes.test.ts', 'INV-8: a refusal', 'is recorded whoever refused') },
    { guard: 'Two years of partitions stand ahead.', remove: [edit('modules/audit/migrations/1795400000900-audit-log.ts', 'for ahead in 0..24 loop', 'for ahead in 0..2 loop')], test: test(log, 'INV-8: partitions', 'stand for this month and 24 more') },
  ],
  'INV-9': [
    { guard: 'One algorithm.', remove: [edit(tokens, "algorithms: ['HS256']", "algorithms: ['HS256', 'HS384', 'HS512']")], test: forged },
    { guard: 'One type of token.', remove: [edit(tokens, " && header.typ === 'at+jwt'", '')], test: forged },
    { guard: 'A header says algorithm, type and key, and nothing that could be followed.', remove: [edit(tokens, 'Object.keys(header).every((field) => headerFields.has(field)) && ', '')], test: forged },
    { guard: 'A token for us is for nobody else.', remove: [edit(tokens, ' || aud !== audience) throw', ') throw')], test: forged },
    { guard: 'A token of one issuer.', remove: [edit(tokens, '        issuer: this.issuer,\n', '')], test: forged },
    { guard: 'No token lives longer than a quarter of an hour, whatever it says.', remove: [edit(tokens, ' || exp - iat > accessTokenSeconds) throw', ') throw')], test: forged },
    { guard: 'The key is one of the ring.', remove: [edit(tokens, "const key = typeof kid === 'string' ? this.ring.get(kid) : undefined", 'const key = this.signing.key ?? kid')], test: forged },
    { guard: 'A session that ended lets nobody in.', remove: [edit('modules/auth/sessions/session.admission.ts', ' and s.revoked_at is null', '')], test: live },
    { guard: 'A session that expired lets nobody in.', remove: [edit('modules/auth/sessions/session.admission.ts', ' and s.expires_at > now()', '')], test: live },
    { guard: 'Nor does an account that was disabled.', remove: [edit('modules/auth/sessions/session.admission.ts', ' and u.disabled_at is null', '')], test: live },
    { guard: 'A session is one person’s.', remove: [edit('modules/auth/sessions/session.admission.ts', ' and s.user_id = principal.user_id', '')], test: live },
    { guard: 'A refresh token that comes back later ends the session.', remove: [edit(exchange, 'if (token.used && !token.in_grace) {', 'if (token.used && token.id === null) {')], test: test(refresh, 'INV-9: a refresh token', 'that comes back after the grace') },
    { guard: 'The grace lasts ten seconds.', remove: [edit(exchange, "interval '10 seconds'", "interval '20 seconds'")], test: test(refresh, 'INV-9: a refresh token', 'that comes back after the grace') },
    { guard: 'The session’s row is the lock of its family: fifty at once have one child.', remove: [edit(exchange, 'text: `${lockSession} s.id = (select session_id from refresh_tokens where token_hash = $1) for update of s`', 'text: `${lockSession} s.id = (select session_id from refresh_tokens where token_hash = $1)`')], test: test(refresh, 'INV-9: a refresh token', 'has one active child') },
    { guard: 'Only a hash of it is stored.', remove: [edit('modules/auth/sessions/refresh-tokens.ts', "return createHash('sha256').update(token).digest('hex')", 'return createHash.name && token'), sql('alter table refresh_tokens drop constraint refresh_tokens_token_hash_check')], test: test(refresh, 'INV-9: a refresh token', 'is stored as a hash only') },
    { guard: 'Another password ends the other sessions.', remove: [edit('modules/auth/passwords/password.service.ts', '    await this.sessions.revokeAll(userId, reason, except)\n', '')], test: test('modules/auth/passwords/passwords.test.ts', 'INV-9: changing a password', 'needs the current one') },
  ],
  'INV-10': [
    { guard: 'A permission that is not held refuses.', remove: [edit('kernel/http/pipeline.ts', "if (typeof access !== 'string' && !tenant.permissions.has(access.name)) {", "if (typeof access !== 'string' && tenant.permissions.size < 0) {")], test: test('config/role-matrix.test.ts', 'INV-10: everybody may do what docs/role-matrix.md says') },
    { guard: 'A route that says nothing of access does not boot.', remove: [edit('kernel/http/access.ts', 'if (!access) throw new Error(', 'if (!access) return void String(')], test: test('kernel/http/app.test.ts', 'INV-10: a route that breaks the rules') },
    { guard: 'The role is the live one, not the token’s.', remove: [edit('modules/members/admission.ts', " and m.status = 'active'", '')], test: test(members, 'INV-10: deactivation', 'refuses a live token') },
    { guard: 'A module that is off has no routes.', remove: [edit('kernel/http/pipeline.ts', 'if (tenant.disabled_modules.has(module)) {', "if (tenant.disabled_modules.has(`no ${module}`)) {")], test: test('kernel/http/pipeline.test.ts', 'INV-10: admission', 'answers module_disabled') },
    { guard: 'Nobody gives a role above their own.', remove: [edit('modules/members/authority.ts', "return own === 'owner' || (roleReaches(own, 'admin') && !roleReaches(role, 'admin'))", "return own === 'owner' || (roleReaches(own, 'admin') && role !== null)")], test: test(members, 'INV-10: who may give what (A4)', 'as ') },
    { guard: 'The last owner stays an owner.', remove: [edit('modules/members/member.service.ts', "if (person.role === 'owner' && person.status === 'active' && owners === 1) throw", "if (owners < 0) throw")], test: test(members, 'INV-10: the last owner (A5)', 'is neither demoted nor deactivated') },
    { guard: 'Two who take an owner away wait for each other.', remove: [edit('modules/members/membership.repository.ts', ' order by user_id for update`', ' order by user_id`')], test: test(members, 'INV-10: the last owner (A5)', 'stays when both owners') },
    { guard: 'Nobody decides on their own request.', remove: [edit('modules/approvals/machine.ts', 'if (state.excluded_ids.includes(userId)) return', "if (state.excluded_ids.includes('')) return"), edit('modules/approvals/assignment.ts', ' && !excluded_ids.includes(id)', '')], test: test('modules/approvals/decision.test.ts', 'INV-10: nobody decides for themselves', 'not as ') },
    { guard: 'Nobody decides in the place of those a step names.', remove: [edit('modules/approvals/machine.ts', 'if (open.approver_ids.includes(userId)) return null', 'if (open.approver_ids.length > 0) return null')], test: test('modules/approvals/decision.test.ts', 'INV-10: nobody decides for themselves', 'and nobody in the place') },
    { guard: 'HEAD goes through the pipeline like GET.', remove: [edit('kernel/http/app.ts', '          route.handler = withPipeline(transactions, refusals, route.handler)\n', "          if (route.method !== 'HEAD') route.handler = withPipeline(transactions, refusals, route.handler)\n")], test: test('kernel/http/pipeline.test.ts', 'INV-10: HEAD', 'asks what GET asks') },
  ],
}
