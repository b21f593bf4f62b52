import { expect, it } from 'vitest'
import { productModules } from '#config/modules'
import { presetScopes, scopePresets } from './scope-presets.js'

const offered = productModules.flatMap(({ contract }) => Object.values(contract.permissions ?? {}).map(({ name }) => name))

it('gives out only what is offered, and each preset something', () => {
  expect(offered.length).toBeGreaterThan(25)
  for (const { name } of scopePresets) {
    expect(presetScopes(name, offered).length, name).toBeGreaterThan(0)
    expect(presetScopes(name, ['bookings:read']), name).toEqual(['bookings:read'])
  }
  expect(presetScopes('everything', offered)).toEqual(offered)
  expect(presetScopes('nonsense', offered)).toEqual([])
  expect(presetScopes(null, offered)).toEqual([])
})

it('names scopes that exist', () => {
  const named = new Set(scopePresets.flatMap(({ name }) => presetScopes(name, offered)))
  for (const scope of ['sse:read', 'orgs:read', 'bookings:details', 'bookings:manage', 'approvals:read', 'members:read']) expect(named).toContain(scope)
})

it('a key that only reads, or only shows, changes nothing', () => {
  for (const preset of ['reading', 'display']) expect(presetScopes(preset, offered).filter((scope) => /:(manage|create|decide|replay|modules|templates|addresses|export|api_keys|views|preferences|mailbox)/.test(scope))).toEqual([])
})
