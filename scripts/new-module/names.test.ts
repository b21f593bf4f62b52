import { describe, expect, it } from 'vitest'
import { checkDependencies, namesOf, UsageError } from './names.js'

const at = 1_795_400_000_000

describe('namesOf', () => {
  it('derives every spelling from the two words', () => {
    expect(namesOf('lost-and-found', 'lost-item', [], at)).toEqual({
      module: 'lost-and-found', moduleVar: 'lostAndFound', ModuleType: 'LostAndFound',
      noun: 'lost-item', nounVar: 'lostItem', NounType: 'LostItem', nounWords: 'lost item', article: 'a', nounsWords: 'lost items',
      nounsVar: 'lostItems', NounsType: 'LostItems', path: '/lost-and-found/lost-items', table: 'lost_and_found_lost_items', nounSnake: 'lost_item', timestamp: '1795400000000',
    })
  })

  it.each([
    ['waitlist', 'entry', '/waitlist/entries', 'waitlist_entries'],
    ['parking', 'bus', '/parking/buses', 'parking_buses'],
    ['desks', 'desk', '/desks', 'desks'],
    ['keys', 'key', '/keys', 'keys'],
  ])('%s with %s lives at %s in %s', (module, noun, path, table) => {
    expect(namesOf(module, noun, [], at)).toMatchObject({ path, table })
  })

  it('never gives one name to two things', () => {
    const { moduleVar, nounVar, nounsVar } = namesOf('desks', 'desks', [], at)
    expect(new Set([moduleVar, nounVar, nounsVar]).size).toBe(3)
  })

  it.each([
    ['Waitlist', 'entry', /must be lower case words/],
    ['wait_list', 'entry', /must be lower case words/],
    ['waitlist', '2nd', /must be lower case words/],
    ['helpers', 'entry', /'helpers' is reserved/],
    ['waitlist', 'class', /'class' is reserved/],
    ['bookings', 'entry', /There is a module 'bookings' already/],
  ])('refuses %s with %s', (module, noun, message) => {
    expect(() => namesOf(module, noun, ['bookings'], at)).toThrow(message)
  })
})

it('an unknown dependency is named with the nearest module', () => {
  expect(() => checkDependencies(['bookigs'], ['bookings', 'members'])).toThrow(new UsageError("There is no module 'bookigs' to depend on. Did you mean 'bookings'?"))
  expect(() => checkDependencies(['bookings'], ['bookings'])).not.toThrow()
})
