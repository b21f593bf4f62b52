/**
 * INV-14: asks every operation, at every position that takes an id, for a thing of another organisation and for one that never existed, and compares.
 * Nothing may differ: status, headers, body, and no row of the other organisation may come, go or change.
 */
import { randomUUID } from 'node:crypto'
import { nameOf, operationsOf, type Operation } from '#kernel/testing/openapi-document'
import { enter, furnishAll, withApiKey, type Furnished } from './furnished-org.js'
import { idOf } from './id-kinds.js'
import { comparable, positionsOf, requestOf, send, type Position, type Sent } from './isolation-requests.js'
import type { TestPerson, TestProduct } from './product.js'

export interface IsolationReport {
  operations: number
  /** Places that take an id, a cursor, an If-Match or an Idempotency-Key. */
  positions: number
  requests: number
  /** Differences between foreign and random, and traces in the other organisation. */
  findings: string[]
  /** Positions where an own id made no difference: nothing shows that they are looked at. */
  blind: string[]
}

const describe = ({ operation, where, name }: Position): string => `${nameOf(operation)} ${where} ${name}`

/** Positions whose id is kept without being looked up: a webhook's filter is compared with the events of its own organisation and with nothing else. */
const unresolved = new Set(['POST /v1/webhooks/endpoints body resource_ids/*', 'PATCH /v1/webhooks/endpoints/{id} body resource_ids/*'])

/** What a caller changes when it may: asked last with own ids, since it takes things away. */
const takesAway = ({ method, path }: Operation): number => (method === 'GET' ? 0 : /(archival|deactivation|cancellation)$/.test(path) ? 2 : method === 'DELETE' ? 3 : 1)

export class IsolationProbe {
  private readonly report: IsolationReport = { operations: 0, positions: 0, requests: 0, findings: [], blind: [] }
  private readonly known: ReadonlySet<string>

  private constructor(
    private readonly product: TestProduct,
    private readonly own: Furnished,
    private readonly victim: Furnished,
    private readonly attacker: TestPerson,
  ) {
    this.known = new Set([own, victim].flatMap(({ lists }) => [...lists.values()].flat().map(({ id }) => String(id))))
  }

  /** @param through what the attacker asks with: a session, or an API key with every scope */
  static async run(product: TestProduct, through: 'session' | 'API key' = 'session'): Promise<IsolationReport> {
    const [own, victim] = await furnishAll(product, 2)
    if (!own || !victim) throw new Error('Two were asked for.')
    const { owner } = own.org
    return new IsolationProbe(product, own, victim, through === 'session' ? owner : await withApiKey(product, owner)).run()
  }

  private async run(): Promise<IsolationReport> {
    const operations = operationsOf(this.product.app)
    const answers = new Map<Position, string>()
    let before = await this.rows()
    const expectNoTrace = async (what: string): Promise<void> => {
      const after = await this.rows()
      if (after !== before) this.report.findings.push(`${what} left a trace in the other organisation: ${difference(before, after)}`)
      before = after
    }
    const reading = operations.filter(({ method }) => method === 'GET')
    for (const operation of reading) await this.visit(operation, answers)
    await expectNoTrace('Reading')
    for (const operation of operations) {
      if (operation.method === 'GET') continue
      await this.visit(operation, answers)
      await expectNoTrace(nameOf(operation))
    }
    const insider = await enter(this.product, this.attacker, this.victim)
    for (const operation of operations) if (operation.method === 'POST' && !operation.open) await this.probeKey(operation, insider)
    for (const [position, unknown] of [...answers].sort(([a], [b]) => takesAway(a.operation) - takesAway(b.operation))) await this.probeOwn(position, unknown)
    return this.report
  }

  private async visit(operation: Operation, answers: Map<Position, string>): Promise<void> {
    this.report.operations += 1
    for (const position of positionsOf(operation)) answers.set(position, await this.probe(position))
    if (operation.parameters.some(({ name }) => name === 'cursor')) await this.probeCursor(operation)
  }

  /** @returns the answer for an id that never existed */
  private async probe(position: Position): Promise<string> {
    this.report.positions += 1
    const { operation } = position
    const foreign = idOf(this.victim, position.kind)
    const versions = operation.versioned && position.where === 'path' ? ['*', '"v1"', '"v999"', undefined] : ['*']
    let unknown = ''
    for (const version of versions) {
      if (version !== '*') this.report.positions += 1
      const ask = async (id: string): Promise<string> => comparable(await this.send(operation, withVersion(requestOf(operation, this.own, this.attacker, position, id), operation, version)), id, this.known)
      const [ofForeign, ofRandom] = [await ask(foreign), await ask(randomUUID())]
      if (version === '*') unknown = ofRandom
      if (ofForeign !== ofRandom) this.report.findings.push(`${describe(position)}${version === '*' ? '' : ` with If-Match ${version ?? 'missing'}`}: a foreign id is told from a random one\nforeign: ${ofForeign}\nrandom:  ${ofRandom}`)
    }
    return unknown
  }

  /** A cursor of the same list of the other organisation is refused like one that was made up. */
  private async probeCursor(operation: Operation): Promise<void> {
    this.report.positions += 1
    const path = (of: Furnished, caller: TestPerson) => requestOf(operation, of, caller).path
    const cursorOf = async (of: Furnished, caller: TestPerson) => String((await this.product.as(caller).get(`${path(of, caller)}?limit=1`)).body.next_cursor)
    const [mine, theirs] = [await cursorOf(this.own, this.attacker), await cursorOf(this.victim, this.victim.org.owner)]
    const ask = async (cursor: string) => comparable(await this.send(operation, { path: `${path(this.own, this.attacker)}?limit=1&cursor=${encodeURIComponent(cursor)}`, body: undefined, headers: {} }), cursor, this.known)
    const [accepted, foreign, forged] = [await ask(mine), await ask(theirs), await ask(theirs.replace(/.{6}$/, 'AAAAAA'))]
    if (foreign !== forged) this.report.findings.push(`${nameOf(operation)} cursor: a foreign one is told from a forged one\nforeign: ${foreign}\nforged:  ${forged}`)
    if (!accepted.startsWith('200') || !foreign.startsWith('422')) this.report.blind.push(`${nameOf(operation)} cursor: own ${accepted.slice(0, 3)}, foreign ${foreign.slice(0, 3)}`)
  }

  /** A key that the same person, who now belongs to both, used in the other organisation is a new key here: nothing is replayed, nothing refused as used. */
  private async probeKey(operation: Operation, insider: TestPerson): Promise<void> {
    this.report.positions += 1
    const key = randomUUID()
    const request = requestOf(operation, this.victim, insider)
    const keyed = (value: string): Sent => ({ ...request, headers: { ...request.headers, 'idempotency-key': value } })
    this.report.requests += 2
    // Neither answer matters; that the first is stored under the key does.
    await send(this.product, insider, operation, keyed(key))
    const here = await send(this.product, this.attacker, operation, keyed(key))
    const replayed = here.headers['idempotent-replayed'] === 'true'
    if (replayed || here.body?.code === 'idempotency_key_reused') this.report.findings.push(`${nameOf(operation)} Idempotency-Key: one used in another organisation answered ${here.status}${replayed ? ' (replayed)' : ''} ${here.text.slice(0, 300)}`)
    const again = await send(this.product, this.attacker, operation, keyed(randomUUID()))
    if (request.path.includes('{') && again.status !== here.status) this.report.findings.push(`${nameOf(operation)} Idempotency-Key: foreign ${here.status}, fresh ${again.status}`)
  }

  private async probeOwn(position: Position, unknown: string): Promise<void> {
    const { operation, kind } = position
    const id = idOf(this.own, kind)
    const answer = comparable(await this.send(operation, requestOf(operation, this.own, this.attacker, position, id)), id, this.known)
    if (answer === unknown && !unresolved.has(describe(position))) this.report.blind.push(`${describe(position)}: ${answer.slice(0, 3)}`)
  }

  private send(operation: Operation, request: Sent) {
    this.report.requests += 1
    return send(this.product, this.attacker, operation, request)
  }

  /** Count and content of every table's rows of the other organisation. */
  private async rows(): Promise<string> {
    const { rows: tables } = await this.product.admin.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    )
    // Not `org_id = $1`, which walls.ts takes out of every statement.
    const each = tables.map(({ name }) => `select '${name}' as name, count(*) as count, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as content from ${name} t where org_id = any($1)`)
    const { rows } = await this.product.admin.query<{ name: string; count: string; content: string }>(each.join(' union all '), [[this.victim.org.id]])
    return rows.map(({ name, count, content }) => `${name} ${count} ${content}`).join('\n')
  }
}

function withVersion(request: Sent, operation: Operation, version: string | undefined): Sent {
  if (!operation.versioned) return request
  return { ...request, headers: version === undefined ? {} : { 'if-match': version } }
}

function difference(before: string, after: string): string {
  const earlier = new Set(before.split('\n'))
  return after.split('\n').filter((line) => !earlier.has(line)).join(', ')
}
