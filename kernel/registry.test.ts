import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { defineContract, defineEvent, definePermission } from './contract.js'
import { defineModule } from './module.js'
import { arrange, checkBindings } from './registry.js'

const read = definePermission('rooms:read', 'viewer', 'see rooms')
const rooms = defineContract({ name: 'rooms', events: { made: defineEvent('rooms.made', Type.Object({}), { description: 'A room.', audience: read }) } })
const desks = defineContract({ name: 'desks', dependsOn: [rooms] })
const parking = defineContract({ name: 'parking', dependsOn: [desks] })
const module = (contract: ReturnType<typeof defineContract>, more: object = {}) => defineModule({ contract: contract as never, ...more })

describe('arrange', () => {
  it('orders modules after what they depend on and keeps the given order otherwise', () => {
    const other = defineContract({ name: 'other' })
    expect(arrange([module(parking), module(other), module(desks), module(rooms)]).map(({ contract }) => contract.name)).toEqual(['rooms', 'desks', 'parking', 'other'])
  })

  it('names both ends and a near name when a dependency is missing', () => {
    const typo = defineContract({ name: 'room' })
    expect(() => arrange([module(desks), module(typo)])).toThrow("Module 'desks' depends on 'rooms', which is not in config/modules.ts. Did you mean 'room'?")
  })

  it('shows the path of a cycle', () => {
    const cycle = { name: 'a', dependsOn: [] as unknown[], events: {}, permissions: {} }
    const back = { name: 'b', dependsOn: [cycle], events: {}, permissions: {} }
    cycle.dependsOn.push(back)
    expect(() => arrange([module(cycle as never), module(back as never)])).toThrow('a -> b -> a')
  })

  it('refuses two modules of one name', () => {
    expect(() => arrange([module(rooms), module(rooms)])).toThrow("Two modules are called 'rooms'")
  })

  it('refuses names that belong to another module', () => {
    const thief = defineContract({ name: 'thief', permissions: { read } })
    expect(() => arrange([module(thief)])).toThrow("Permission 'rooms:read' belongs to module 'thief' and must start with 'thief:'")
  })
})

describe('checkBindings', () => {
  it('lets a module hear events of what it depends on, however far', () => {
    expect(() => checkBindings(module(parking), { events: ['rooms.made'], names: ['parking.sweep'] })).not.toThrow()
  })

  it('refuses a subscription to a stranger, to everything, and a foreign name', () => {
    expect(() => checkBindings(module(rooms), { events: ['desks.made'], names: [] })).toThrow("subscribes to 'desks.made', an event of no contract it depends on")
    expect(() => checkBindings(module(rooms), { events: ['*'], names: [] })).toThrow("not declared 'observer: true'")
    expect(() => checkBindings(module(rooms), { events: [], names: ['desks.sweep'] })).toThrow("must start with 'rooms.'")
  })
})
