import { expect, it } from 'vitest'
import { chosenTypes, countTypes, groupTypes } from './event-choice.js'
import { endpointState, hostOf } from './endpoint-state.js'

function formOf(events: string, types: readonly string[]): FormData {
  const form = new FormData()
  form.set('events', events)
  for (const type of types) form.append('event_types', type)
  return form
}

it('groups types by their module', () => {
  const types = ['bookings.created', 'bookings.moved', 'orgs.updated'].map((type) => ({ type, description: '' }))
  expect(groupTypes(types).map(({ module, types: ofModule }) => [module, ofModule.length])).toEqual([['bookings', 2], ['orgs', 1]])
})

it('sends none for every event, whatever is ticked below', () => {
  expect(chosenTypes(formOf('every', ['bookings.created']))).toEqual([])
})

it('lets a whole module stand for its types', () => {
  expect(chosenTypes(formOf('some', ['bookings.*', 'bookings.created', 'orgs.updated', 'orgs.updated']))).toEqual(['bookings.*', 'orgs.updated'])
  expect(countTypes(['bookings.*', 'orgs.updated', 'orgs.deleted'])).toEqual({ modules: ['bookings'], types: 2 })
})

it('tells the states of an endpoint apart', () => {
  const since = '2027-03-01T00:00:00Z'
  expect(endpointState({ enabled: true, disabled_reason: null, failing_since: null })).toBe('on')
  expect(endpointState({ enabled: true, disabled_reason: null, failing_since: since })).toBe('failing')
  expect(endpointState({ enabled: false, disabled_reason: 'manual', failing_since: since })).toBe('off_manual')
  expect(endpointState({ enabled: false, disabled_reason: 'gone', failing_since: null })).toBe('off_gone')
  expect(endpointState({ enabled: false, disabled_reason: 'failing', failing_since: since })).toBe('off_failing')
})

it('names an endpoint by its host, never by a path that may be a secret', () => {
  expect(hostOf('https://hooks.example.org:8443/t0ken?x=1')).toBe('hooks.example.org:8443')
})
