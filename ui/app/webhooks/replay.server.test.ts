import { expect, it } from 'vitest'
import { replayRequest } from './replay.server.js'

const now = Date.parse('2027-03-10T12:00:00.000Z')

function formOf(fields: Readonly<Record<string, string | readonly string[]>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  return form
}

it('asks for what is ticked, each once', () => {
  expect(replayRequest(formOf({ intent: 'deliveries', selected: ['a', 'b', 'a'] }), now)).toEqual({ delivery_ids: ['a', 'b'] })
  expect(replayRequest(formOf({ intent: 'messages', selected: ['a'] }), now)).toEqual({ outbox_ids: ['a'] })
})

it('asks for all of an endpoint, or of a time', () => {
  expect(replayRequest(formOf({ intent: 'endpoint', endpoint: 'e' }), now)).toEqual({ endpoint_id: 'e' })
  expect(replayRequest(formOf({ intent: 'range', days: '7' }), now)).toEqual({ from: '2027-03-03T12:00:00.000Z', to: '2027-03-10T12:00:01.000Z' })
  expect(replayRequest(formOf({ intent: 'range', days: '1', endpoint: 'e' }), now)).toEqual({ from: '2027-03-09T12:00:00.000Z', to: '2027-03-10T12:00:01.000Z', endpoint_id: 'e' })
})

it('asks for nothing when nothing is chosen', () => {
  for (const fields of [{ intent: 'deliveries' }, { intent: 'messages' }, { intent: 'endpoint' }, { intent: 'range', days: '400' }, { intent: 'range', days: 'all' }, {}]) {
    expect(replayRequest(formOf(fields as Record<string, string>), now)).toBeNull()
  }
})
