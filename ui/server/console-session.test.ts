import { expect, it } from 'vitest'
import { ConsoleSession } from './console-session.js'
import { readProblem } from './problem.js'
import type { RestTransport } from './rest.js'

it('asks REST in the language of the viewer of that moment, and hands refusals on as they read to them', async () => {
  const asked: (string | undefined)[] = []
  const transport: RestTransport = async (_method, _path, { headers }) => {
    asked.push(headers?.['accept-language'])
    return { ok: false, status: 409, problem: readProblem(409, { code: 'state_conflict', detail: 'Nein.' }) }
  }
  const session = new ConsoleSession({ access: 'a', refresh: undefined }, transport, async () => ({ ok: false, problem: readProblem(401, null) }), { secure: false, idleSeconds: 60 })
  let language = 'en'
  session.tell({ language: () => language, reword: (problem) => ({ ...problem, detail: problem.detail.toUpperCase() }) })
  await session.send('GET', '/v1/a')
  language = 'de'
  const answer = await session.send('POST', '/v1/b')
  await session.sendAnonymously('POST', '/v1/c', { headers: { 'accept-language': 'fr' } })
  expect(asked).toEqual(['en', 'de', 'fr'])
  expect(answer).toMatchObject({ ok: false, problem: { code: 'state_conflict', detail: 'NEIN.' } })
})
