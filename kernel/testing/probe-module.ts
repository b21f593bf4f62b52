/** A module for the kernel's own tests: credentials that say who comes, a table of notes, and routes that show each promise of the pipeline. */
import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { defineContract, defineEvent, definePermission, type Role } from '../contract.js'
import { eventRecorderToken } from '../events/recorder.js'
import { authenticatorToken } from '../http/authentication.js'
import { expectedVersion, versionMatches, withEtag } from '../http/etag.js'
import { pagesToken } from '../http/page.js'
import { asWritten } from '../language.js'
import { Problem } from '../http/problem.js'
import { notFound, problems, staleVersion } from '../http/problems.js'
import { newId } from '../ids.js'
import { defineModule } from '../module.js'
import { Body, Id, IdParams, Line, PageOf, PageQuery } from '../schemas.js'
import { currentTenant } from '../tenancy/context.js'
import { transactionsToken } from '../tenancy/transactions.js'

const read = definePermission('probe:read', 'viewer', 'read notes')
const write = definePermission('probe:write', 'admin', 'write notes')
const Note = Type.Object({ id: Id, word: Type.String(), version: Type.Integer() })
interface NoteRow extends Record<string, unknown> {
  id: string
  word: string
  version: number
}

export const probe = defineContract({
  name: 'probe',
  permissions: { read, write },
  events: { noted: defineEvent('probe.noted', Type.Object({ word: Type.String() }), { audience: read, description: 'A note was written.' }) },
})

/** The table the probe writes to; run it as the owner. `word` is checked at commit, as deferred constraints are. */
export const probeTable = `
  create table probe_notes (org_id uuid not null, id uuid not null, seq bigint generated always as identity, word text not null, version integer not null default 1,
    primary key (org_id, id), constraint probe_word unique (org_id, word) deferrable initially deferred);
  select tenant_table('probe_notes', 'select, insert, update')`

const uuidOf = (name: string) => createHash('sha256').update(name).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')

/** @returns a credential the probe believes: organisation and person by name, role at face value; role `none` is nobody's member */
export function probeToken(org: string | null, person: string, role: Role | 'none'): string {
  return [org === null ? '' : uuidOf(org), uuidOf(person), role].join('_')
}

export const probeOrgId = uuidOf

export const probeModule = defineModule({
  contract: probe,
  bind: (c) =>
    c.bind(authenticatorToken, () => ({
      verify: (token) => {
        const [org, user, role] = token.split('_')
        if (!user || !role) throw new Problem(problems.unauthenticated, { detail: asWritten('The access token is not one of ours.') })
        return { kind: 'user', user_id: user, session_id: `${user}_${role}`, org_id: org || null, expires_at: 4e9 }
      },
    })),
  admits: () => [
    {
      name: 'probe',
      scope: 'tenant',
      question: `select split_part(principal.session_id, '_', 2)`,
      admit: (role, _principal, draft) => {
        if (role === 'none') throw new Problem(problems.unauthenticated, { detail: asWritten('The session is no longer valid for this organisation.') })
        draft.role = role as Role
      },
    },
  ],
  routes: (c) => async (app) => {
    const transactions = c.resolve(transactionsToken)
    const recorder = c.resolve(eventRecorderToken)
    const pages = c.resolve(pagesToken)
    let calls = 0

    app.post('/notes', { schema: { body: Body({ word: Line() }), response: { 201: Note } }, config: { access: write } }, async ({ body }, reply) => {
      const { org_id } = currentTenant()
      const [note] = await transactions.run((work) =>
        work.query<NoteRow>({ text: 'insert into probe_notes (org_id, id, word) values ($1, $2, $3) returning id, word, version', values: [org_id, newId(), body.word] }),
      )
      recorder.emit(probe.events.noted, { subject: { kind: 'note', id: note!.id }, data: { word: body.word } })
      return withEtag(reply.code(201), note!)
    })
    app.get('/notes', { schema: { querystring: Body({ ...PageQuery, starting: Type.Optional(Line()) }), response: { 200: PageOf(Note) } }, config: { access: read } }, async (request, reply) => {
      const { limit, after } = pages.open(request)
      const rows = await transactions.run((work) =>
        work.query<NoteRow & { seq: string }>({ text: 'select id, word, version, seq from probe_notes where org_id = $1 and seq > $2 order by seq limit $3', values: [currentTenant().org_id, after?.[0] ?? 0, limit + 1] }),
      )
      return pages.close(request, reply, rows, ({ seq }) => [seq])
    })
    app.patch('/notes/:id', { schema: { params: IdParams, body: Body({ word: Line() }), response: { 200: Note } }, config: { access: write, versioned: true } }, async (request, reply) => {
      const rows = await transactions.run(async (work) => {
        const [found] = await work.query<NoteRow>({ text: 'select version from probe_notes where org_id = $1 and id = $2 for update', values: [currentTenant().org_id, request.params.id] })
        if (!found) throw notFound('note')
        if (!versionMatches(expectedVersion(request), found.version)) throw staleVersion('note')
        return work.query<NoteRow>({ text: 'update probe_notes set word = $3, version = version + 1 where org_id = $1 and id = $2 returning id, word, version', values: [currentTenant().org_id, request.params.id, request.body.word] })
      })
      return withEtag(reply, rows[0]!)
    })
    app.post('/notes/nothing', { schema: { response: { 200: Type.Object({ calls: Type.Integer() }) } }, config: { access: write } }, async () => ({ calls: (calls += 1) }))
    app.post('/notes/sleep', { schema: { response: { 200: Type.Object({ calls: Type.Integer() }) } }, config: { access: write } }, async () => {
      await transactions.run((work) => work.query({ text: 'select pg_sleep(0.3)' }))
      return { calls: (calls += 1) }
    })
    app.post('/notes/deadlock', { schema: { response: { 200: Type.Object({ calls: Type.Integer() }) } }, config: { access: write } }, async () => {
      calls += 1
      if (calls % 3 !== 0) await transactions.run((work) => work.query({ text: `do $$ begin raise exception 'again' using errcode = '40P01'; end $$` }))
      return { calls }
    })
    app.post('/notes/swallow', { schema: { response: { 200: Type.Object({ calls: Type.Integer() }) } }, config: { access: write } }, async () => {
      // A fault of a handler that goes on although its transaction is lost: COMMIT then answers ROLLBACK, without an error.
      await transactions.run((work) => work.query({ text: 'select 1/0' })).catch(() => undefined)
      return { calls }
    })
    app.post('/notes/early', { schema: { response: { 200: Type.Object({ calls: Type.Integer() }) } }, config: { access: write } }, async (_request, reply) => {
      await transactions.run((work) => work.query({ text: 'insert into probe_notes (org_id, id, word) values ($1, $2, $3)', values: [currentTenant().org_id, newId(), 'early'] }))
      // A fault of a handler: this leaves before the COMMIT.
      return reply.send({ calls })
    })
    app.post('/notes/secret', { schema: { response: { 200: Type.Object({ id: Type.String(), secret: Type.Optional(Type.String()) }) } }, config: { access: write, secretFields: ['secret'] } }, async () => ({ id: 'k1', secret: 'shown once' }))
    app.post('/notes/founding', { schema: { response: { 200: Type.Object({ ok: Type.Boolean() }) } }, config: { access: 'session' } }, async () => ({ ok: true }))
    app.get('/notes/session', { schema: { response: { 200: Type.Object({ ok: Type.Boolean() }) } }, config: { access: 'session' } }, async () => ({ ok: true }))
  },
})
