import { expect, it } from 'vitest'
import { phrasesIn } from '../language/phrases.js'
import { changeLines as linesOf } from './changes.js'

const changeLines = (changes: Parameters<typeof linesOf>[0]) => linesOf(changes, phrasesIn('en').t)

it('shows what a field was and became', () => {
  expect(changeLines({ status: { from: 'pending', to: 'approved' }, units: { from: null, to: 3 }, enabled: { from: true, to: false } })).toEqual([
    { field: 'status', from: 'pending', to: 'approved', block: false },
    { field: 'units', from: '', to: '3', block: false },
    { field: 'enabled', from: 'true', to: 'false', block: false },
  ])
})

it('says how long a text was that the log does not keep', () => {
  expect(changeLines({ reason: { from: null, to: { length: 70 } } })[0]).toMatchObject({ from: '', to: '(70 characters)' })
})

it('shows the facts of a refusal, nested values in one line, and nothing where there is nothing', () => {
  expect(changeLines({ code: 'forbidden', ids: { id: 'b-1' } })).toEqual([
    { field: 'code', from: '', to: 'forbidden', block: false },
    { field: 'ids', from: '', to: '{ "id": "b-1" }', block: false },
  ])
  expect(changeLines(null)).toEqual([])
})
