import Fastify from 'fastify'
import swagger from '@fastify/swagger'
import { expect, it } from 'vitest'
import type { App } from '../module.js'
import type { Answer } from './client.js'
import { answerCheck } from './openapi-answers.js'

const note = { type: 'object', required: ['id', 'word'], properties: { id: { type: 'string', format: 'uuid' }, word: { type: 'string' } }, additionalProperties: false }
const id = '018f0000-0000-7000-8000-000000000001'

async function check(): Promise<ReturnType<typeof answerCheck>> {
  const app = Fastify()
  await app.register(swagger, { openapi: { openapi: '3.1.0' } })
  app.get('/v1/notes/:id', { schema: { response: { 200: note, 204: { type: 'null', description: 'Nothing' } } } }, async () => ({ id, word: 'a' }))
  app.get('/v1/notes/first', { schema: { response: { 201: note } } }, async () => ({ id, word: 'a' }))
  await app.ready()
  return answerCheck(app as unknown as App)
}

const answer = (status: number, body: unknown, type = 'application/json; charset=utf-8'): Answer => ({ status, headers: { 'content-type': type }, body, text: body === null ? '' : JSON.stringify(body) }) as Answer
const get = { method: 'GET', path: '/v1/notes/x?y=1' }

it('lets through what the document says', async () => {
  const held = await check()
  held(get, answer(200, { id, word: 'a' }))
  held(get, answer(204, null))
  held({ method: 'GET', path: '/v1/notes/first' }, answer(201, { id, word: 'a' }))
  held({ method: 'POST', path: '/v1/notes/x' }, answer(405, {}))
  held({ method: 'GET', path: '/v1/nothing' }, answer(404, {}))
  held({ method: 'GET', path: '/v1/notes/./first' }, answer(201, { id, word: 'a' }))
  held({ method: 'GET', path: '/v1/openapi.json' }, answer(200, {}))
})

it.each([
  ['a status it does not name', get, answer(418, { id, word: 'a' }), /418, which GET \/v1\/notes\/\{id\} does not document/],
  ['a status of another route at the same path', { method: 'GET', path: '/v1/notes/first' }, answer(200, { id, word: 'a' }), /does not document \(it has 201\)/],
  ['another media type', get, answer(200, { id, word: 'a' }, 'text/html'), /as 'text\/html' instead of application\/json/],
  ['a missing field', get, answer(200, { id }), /required property 'word'/],
  ['a field it does not name', get, answer(200, { id, word: 'a', more: 1 }), /additionalProperty":"more/],
  ['another type', get, answer(200, { id, word: 1 }), /\/word must be string/],
  ['another format', get, answer(200, { id: 'x', word: 'a' }), /\/id must match format/],
  ['a body where there is none', get, answer(204, { id }), /with a body/],
  ['an operation nobody documented', { method: 'GET', path: '/v1/secret' }, answer(200, {}), /no operation/],
  ['a method nobody documented', { method: 'POST', path: '/v1/notes/x' }, answer(200, {}), /no operation/],
])('refuses %s', async (_what, request, given, message) => {
  const held = await check()
  expect(() => held(request, given)).toThrow(message)
})
