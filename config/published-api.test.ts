/** What integrators read: every operation named, every parameter explained, every body with an example that would be taken. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestProduct } from '#config/testing/product'
import { isId } from '#kernel/ids'
import { isInstant, isLocale, isText, isZone } from '#kernel/http/validation'
import { nameOf, operationsOf } from '#kernel/testing/openapi-document'

interface Published {
  operationId: string
  summary: string
  tags: string[]
  parameters?: { name: string; in: string; required?: boolean; description?: string }[]
  requestBody?: { content: Record<string, { example?: unknown }> }
  responses: Record<string, { description: string }>
}

let product: TestProduct
let document: { tags: { name: string; description?: string }[]; components: { schemas: Record<string, unknown> }; paths: Record<string, Record<string, Published>> }
let text = ''
beforeAll(async () => {
  product = await createTestApp()
  const answer = await product.anonymous.get('/v1/openapi.json')
  document = answer.body
  text = answer.text
})
afterAll(() => product.close())

const operations = () => Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation })))

it('names every operation, each once, and says what it does', () => {
  const all = operations()
  expect(all.length).toBeGreaterThan(120)
  expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length)
  expect(all.filter(({ summary, operationId }) => !summary || !/^[a-z]+[A-Z]\w+$/.test(operationId)).map(({ name }) => name)).toEqual([])
  expect(document.tags.filter(({ description }) => !description)).toEqual([])
})

it('explains every parameter and names the headers that change what happens', () => {
  const unexplained = operations().flatMap(({ name, parameters = [] }) => parameters.filter(({ description }) => !description).map((parameter) => `${name}: ${parameter.name}`))
  expect(unexplained).toEqual([])
  const headersOf = (path: string, method: string) => (document.paths[path]?.[method]?.parameters ?? []).filter((parameter) => parameter.in === 'header').map(({ name, required }) => [name, required])
  expect(headersOf('/v1/bookings', 'post')).toEqual([['Idempotency-Key', false]])
  expect(headersOf('/v1/bookings/{id}', 'patch')).toEqual([['If-Match', true]])
  // It refuses the header: its answer cannot be kept.
  expect(headersOf('/v1/organizations', 'post')).toEqual([])
})

it('shows an example of every body, and each would pass the checks', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  for (const [format, check] of Object.entries({ instant: isInstant, zone: isZone, locale: isLocale, text: isText, uuid: isId })) ajv.addFormat(format, check)
  ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/)
  ajv.addFormat('date', /^\d{4}-\d{2}-\d{2}$/)
  const bodies = operationsOf(product.app).filter(({ body }) => body !== null)
  const wrong = bodies.flatMap(({ method, path, body }) => {
    const example = document.paths[path]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.example
    return example !== undefined && ajv.validate(body ?? {}, example) ? [] : [`${nameOf({ method, path })}: ${JSON.stringify(example)} ${ajv.errorsText()}`]
  })
  expect(wrong).toEqual([])
  expect(bodies.length).toBeGreaterThan(40)
})

it('speaks in formats that generators know, and says the problem once', () => {
  expect(text.match(/"format":"(instant|zone|text|locale)"/g)).toBeNull()
  expect(text).not.toContain('Default Response')
  expect(text).not.toContain('x-replayable')
  expect(Object.keys(document.components.schemas)).toContain('Problem')
  expect([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name).filter((name) => !(name! in document.components.schemas))).toEqual([])
})
