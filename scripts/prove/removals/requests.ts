/** INV-7, INV-15 to INV-19 and INV-21: what a request may hold, what it is answered, where the product may go, what it keeps to itself, and which clock decides. */
import { edit, sql, test, type Removals } from '../removal.js'

const app = 'kernel/http/app.test.ts'
const pipeline = 'kernel/http/pipeline.test.ts'
const bounds = 'config/invariants/bounds.test.ts'
const settings = 'config/invariants/settings.test.ts'
const egress = 'modules/webhooks/egress.test.ts'
const rate = 'kernel/http/rate-limit.test.ts'
const post = 'modules/webhooks/post.ts'
const problem = (what: string) => test(app, 'INV-7: every refusal is a problem', what)
const hours = test('modules/resources/opening-hours.test.ts', 'INV-21: six zones over two years')

export const requestRemovals: Removals = {
  'INV-7': [
    { guard: 'A refusal is application/problem+json.', remove: [edit('kernel/http/answers.ts', "    .type('application/problem+json; charset=utf-8')\n    .serializer", "    .type('application/json; charset=utf-8')\n    .serializer")], test: problem('an unknown path') },
    { guard: 'A fault of ours tells nothing about the inside.', remove: [edit('kernel/http/failures.ts', 'return new Problem(problems.internal, { detail: say`The request could not be completed. Nothing was changed. The operators find the cause under the request id.` })', 'return new Problem(problems.internal, { detail: String(error) })')], test: problem('a fault of ours') },
    { guard: 'A method nobody has is answered 405 with the ones there are.', remove: [edit('kernel/http/answers.ts', "      void reply.header('allow', methods.join(', '))\n", '')], test: problem('says which methods a path has') },
    { guard: 'What would poison a prototype is refused.', remove: [edit('kernel/http/app.ts', "onProtoPoisoning: 'error'", "onProtoPoisoning: 'remove'")], test: problem('prototype poisoning') },
    { guard: 'Text that cannot be stored is refused by its place.', remove: [edit('kernel/http/app.ts', '      inLanguageOf(request, () => assertStorable(request.body))\n', '')], test: problem('a lone surrogate deep inside') },
    { guard: 'Unknown fields are refused, never dropped.', remove: [edit('kernel/schemas.ts', 'Type.Object(properties, { additionalProperties: false })', 'Type.Object(properties)')], test: problem('an unknown field') },
    { guard: 'Bodies are not coerced.', remove: [edit('kernel/http/validation.ts', 'const exact = compiler(false)', "const exact = compiler('array')")], test: problem('a wrong type, never coerced') },
  ],
  'INV-15': [
    { guard: 'One request at a time holds a key.', remove: [edit('kernel/http/idempotency.ts', 'if (!locked[0]!.held) throw', 'if (locked.length === 0) throw')], test: test(pipeline, 'INV-15: idempotency keys', 'execute once under 50 parallel requests') },
    { guard: 'A key is used for one body.', remove: [edit('kernel/http/idempotency.ts', 'if (answer.fingerprint === request.fingerprint) return answer', 'if (answer.fingerprint !== null) return answer')], test: test(pipeline, 'INV-15: idempotency keys', 'refuse another body') },
    { guard: 'The answer is stored in the transaction of the change.', remove: [edit('kernel/http/pipeline.ts', '    work.atClose(() => [statement])\n', '    void statement\n')], test: test(pipeline, 'INV-15: idempotency keys', 'execute once and replay') },
    { guard: 'A key belongs to a person.', remove: [edit('kernel/http/idempotency.ts', '[currentTenant().org_id, actorId(), method, path, key]', "[currentTenant().org_id, actorId() && '00000000-0000-0000-0000-000000000000', method, path, key]")], test: test(pipeline, 'INV-15: idempotency keys', 'belong to the organisation') },
    { guard: 'A refusal is not stored over the head of who took the key after it.', remove: [edit('kernel/http/idempotency.ts', "where ${lock('$10')} on conflict do nothing`", "where $10 <> '' on conflict do nothing`")], test: test('kernel/http/idempotency.test.ts', 'INV-15: a refusal is not stored over the head') },
    { guard: 'What is shown once is not replayed.', remove: [edit('kernel/http/pipeline.ts', 'for (const field of fields) delete body[field]', 'for (const field of fields) void body[field]')], test: test(pipeline, 'INV-15: idempotency keys', 'replay without what is shown once') },
    { guard: 'A key is refused where no answer can be kept.', remove: [edit('kernel/http/pipeline.ts', "if (transaction === false || access === 'session') refuseKey(request)", 'if (transaction === undefined && access === undefined) refuseKey(request)')], test: test(pipeline, 'INV-15: idempotency keys', 'are refused where no answer can be kept') },
  ],
  'INV-16': [
    { guard: 'A change of a versioned resource needs If-Match.', remove: [edit('kernel/http/pipeline.ts', '  if (versioned) expectedVersion(request)\n', ''), edit('kernel/http/etag.ts', '  if (version === undefined) {\n', "  if (version === undefined) return 'any'\n  if (version === null) {\n")], test: test(pipeline, 'INV-16: lost updates') },
    { guard: 'A stale version is refused.', remove: [edit('kernel/http/etag.ts', "return expected === undefined || expected === 'any' || expected === version", 'return expected !== null && version > 0')], test: test(pipeline, 'INV-16: lost updates') },
    { guard: 'Only strong ETags are compared.', remove: [edit('kernel/http/etag.ts', '/^"v(\\d{1,9})"$/', '/^(?:W\\/)?"v(\\d{1,9})"$/')], test: test(pipeline, 'INV-16: lost updates') },
  ],
  'INV-17': [
    { guard: 'A body is at most 100 kB.', remove: [edit('kernel/http/app.ts', 'const bodyLimit = 100 * 1024', 'const bodyLimit = 200 * 1024')], test: test(bounds, 'INV-17: bounds', 'let ') },
    { guard: 'A body nests at most 32 levels.', remove: [edit('kernel/http/validation.ts', 'const deepest = 32', 'const deepest = 33')], test: test(bounds, 'INV-17: bounds', 'let ') },
    { guard: 'A body holds at most 10,000 values.', remove: [edit('kernel/http/validation.ts', 'const mostValues = 10_000', 'const mostValues = 10_001')], test: test(bounds, 'INV-17: bounds', 'let ') },
    { guard: 'A page holds at most a hundred.', remove: [edit('kernel/schemas.ts', 'Type.Integer({ minimum: 1, maximum: 100, default: 25 })', 'Type.Integer({ minimum: 1, maximum: 101, default: 25 })')], test: test(bounds, 'INV-17: bounds', 'of a page: limit=') },
    { guard: 'A number is one that a column holds.', remove: [edit('modules/resources/resource.schemas.ts', 'min_seats: Type.Optional(whole(1, 100_000))', 'min_seats: Type.Optional(Type.Integer({ minimum: 1 }))')], test: test(bounds, 'INV-17: bounds', 'are stated for everything') },
    { guard: 'A statement runs for five seconds at most.', remove: [edit('kernel/database/data-source.ts', 'statement_timeout: 5_000', 'statement_timeout: 50_000')], test: test(settings, 'INV-17: a process that has booted', 'states its limits to the server on every connection') },
    { guard: 'A connection that asks nothing is closed after ten seconds.', remove: [edit('kernel/http/socket-bounds.ts', 'connectionTimeout: 10_000', 'connectionTimeout: 0')], test: test(settings, 'INV-17: a process that has booted', 'bounds what a connection may send') },
    { guard: 'An open door counts networks.', remove: [edit('kernel/http/app.ts', "return known && routeOptions.config.access !== 'public' ? principal.session_id : networkOf(ip)", 'return known && routeOptions.config ? principal.session_id : networkOf(ip)')], test: test(rate, 'INV-17: a door open to everybody') },
    { guard: 'An IPv6 subscriber is one network.', remove: [edit('kernel/http/client-network.ts', 'if (!isIPv6(ip)) return ip', 'if (!isIPv6(ip) || ip) return ip')], test: test(rate, 'INV-17: an IPv6 subscriber') },
    { guard: 'A person has five streams.', remove: [edit('modules/sse/stream-hub.ts', 'if ((this.perUser.get(user_id) ?? 0) >= per_user) {', 'if ((this.perUser.get(user_id) ?? 0) > per_user) {')], test: test('modules/sse/stream.test.ts', 'INV-17: bounds of streams', 'give a person five streams') },
    { guard: 'A reader that takes nothing is dropped.', remove: [edit('modules/sse/stream.ts', '    if (this.output.writableLength > this.backlogLimit) return this.drop()\n', ''), edit('modules/sse/stream.ts', 'else if (now - this.backlogSince > patienceMs) this.drop()', '')], test: test('modules/sse/stream.test.ts', 'INV-17: bounds of streams', 'drop a reader that takes nothing') },
    { guard: 'Guesses at an account are counted before the password is looked at.', remove: [edit('modules/auth/sessions/login.service.ts', '    if (exhausted_for !== null) {\n', '    if (exhausted_for !== null && exhausted_for < 0) {\n')], test: test('modules/auth/sessions/login.test.ts', 'INV-17: guessing (A6)', 'at one account is stopped') },
  ],
  'INV-18': [
    { guard: 'An address that is not public is not connected to.', remove: [edit('modules/webhooks/target.ts', 'return rules.isPrivate(address) || (strict && rules.isPublic(address))', 'return rules.isPrivate(address) || strict')], test: test(egress, 'INV-18: an address that is not public', 'is refused in every literal spelling') },
    { guard: 'What a cloud serves its secrets on is not public.', remove: [edit('modules/webhooks/address-rules.ts', "  '168.63.129.16/32',\n", '')], test: test(egress, 'INV-18: an address that is not public', 'is refused in every literal spelling') },
    { guard: 'IPv6 is open where it is public and nowhere else.', remove: [edit('modules/webhooks/address-rules.ts', "open6.check(address, 'ipv6') && ", '')], test: test(egress, 'INV-18: an address that is not public', 'is refused in every literal spelling') },
    { guard: 'One closed address of a name closes them all.', remove: [edit(post, 'const blocked = found.find(({ address }) => !mayConnect(target, address, rules))', 'const blocked = found.slice(0, 1).find(({ address }) => !mayConnect(target, address, rules))')], test: test(egress, 'INV-18: an address that is not public', 'is refused at the connection') },
    { guard: 'The connection goes to the address that was checked.', remove: [edit(post, '      lookup: pinned(addresses),\n', '      ...(settings.resolve ? { lookup: ((name, _options, callback) => void settings.resolve?.(name).then((all) => pinned(all)(name, _options, callback))) as LookupFunction } : { lookup: pinned(addresses) }),\n')], test: test(egress, 'INV-18: an address that is not public', 'stays out of reach of a name that changes its mind') },
    { guard: 'An answer is read to 64 kB.', remove: [edit(post, 'if (size > largestBody) {', 'if (size > largestBody * 1024) {')], test: test(egress, 'INV-18: a receiver that misbehaves', 'is read no further than 64 kB') },
    { guard: 'Plain http is for networks the operator named.', remove: [edit('modules/webhooks/target.ts', 'if (!strict) return { fault: forbidden(false, say`This host`) }', 'if (!hostname) return { fault: forbidden(false, say`This host`) }')], test: test(egress, 'INV-18: an address that is not public', 'is refused in every literal spelling') },
  ],
  'INV-19': [
    { guard: 'The log redacts what is called a secret.', remove: [edit('kernel/logger.ts', "censor: '[redacted]'", "censor: (value: unknown) => value")], test: test('kernel/logger.test.ts', 'INV-19: a line of the log', 'holds no secret and no query') },
    { guard: 'The log tells no query.', remove: [edit('kernel/logger.ts', "path: request.url.split('?')[0]!.slice(0, 500)", 'path: request.url')], test: test('kernel/logger.test.ts', 'INV-19: a line of the log', 'holds no secret and no query') },
    {
      guard: 'Signing secrets are encrypted where they lie.',
      remove: [
        edit('modules/webhooks/sealing.ts', "return ['v1', ...[nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.')", "return ['v1', nonce.toString('base64url'), sealed && text, cipher.getAuthTag().toString('base64url')].join('.')"),
        edit('modules/webhooks/sealing.ts', "return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')", "return decipher && parts[1]!"),
      ],
      test: test('config/invariants/canaries.test.ts', 'INV-19: what is secret'),
    },
    { guard: 'A sealed secret opens in its own place only.', remove: [edit('modules/webhooks/sealing.ts', '    cipher.setAAD(Buffer.from(place))\n', ''), edit('modules/webhooks/sealing.ts', 'decipher.setAAD(Buffer.from(place)).setAuthTag(tag)', 'decipher.setAuthTag(tag)')], test: test('modules/webhooks/signature.test.ts', 'INV-19: a sealed secret', 'opens under the key that sealed it') },
    { guard: 'Of a token in a mail only the hash is stored.', remove: [edit('kernel/mail/account-mail.ts', "return createHash('sha256').update(token).digest('hex')", 'return createHash.name && token'), sql('alter table account_tokens drop constraint account_tokens_token_hash_check; alter table sign_ups drop constraint sign_ups_token_hash_check')], test: test('modules/auth/secrets.test.ts', 'INV-19: keeps no password and no token') },
  ],
  'INV-21': [
    { guard: 'The database’s clock decides in a request.', remove: [edit('kernel/tenancy/transactions.ts', 'work.now = new Date(answers![nowColumn])', 'work.now = new Date(answers![nowColumn] && Date.now())')], test: test('config/invariants/clock.test.ts', 'INV-21: a clock that is wrong') },
    { guard: 'An instant names its offset.', remove: [edit('kernel/http/validation.ts', '(Z|[+-](0\\d|1[0-5]):[0-5]\\d)$/', '(Z|[+-](0\\d|1[0-5]):[0-5]\\d)?$/')], test: test('config/invariants/clock.test.ts', 'INV-21: instants') },
    { guard: 'A day that does not exist is none.', remove: [edit('kernel/http/validation.ts', 'return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()', 'return day <= 31')], test: test('config/invariants/clock.test.ts', 'INV-21: instants') },
    { guard: 'A day has 23, 24 or 25 hours.', remove: [edit('modules/resources/opening-hours.ts', "if (wall === '24:00') return end.epochMilliseconds", "if (wall === '24:00') return start + 86_400_000")], test: hours },
    { guard: 'A time of day is the zone’s, on the days its clock changes too.', remove: [edit('modules/resources/opening-hours.ts', 'const even = begin.offset === end.offset && end.epochMilliseconds - start === 86_400_000', 'const even = end.epochMilliseconds > start')], test: hours },
    { guard: 'A time the clock skips is the moment of the change.', remove: [edit('kernel/wall-clock.ts', 'if (zoned.toPlainDateTime().equals(plain)) return zoned.epochMilliseconds', 'if (zoned.epochMilliseconds > 0) return zoned.epochMilliseconds')], test: test('modules/resources/opening-hours.test.ts', 'INV-21: an hour the clock skips or repeats') },
  ],
}
