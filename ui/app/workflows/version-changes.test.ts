import { expect, it } from 'vitest'
import { versionChanges } from './version-changes.js'
import { phrasesIn } from '../language/phrases.js'

type Version = Parameters<typeof versionChanges>[0]

const first: Version = { rule_id: 'r-1', version: 1, name: 'Long ones', description: '', priority: 10, enabled: true, archived: false, conditions: [], outcome: { kind: 'confirm' }, changed_by: null, changed_at: '' }

it('says what each version changed', () => {
  expect(versionChanges(first, undefined, phrasesIn('en').t)).toEqual(['Written'])
  expect(versionChanges({ ...first, version: 2, priority: 20, enabled: false }, first, phrasesIn('en').t)).toEqual(['priority 10 to 20', 'taken out of use'])
  expect(versionChanges({ ...first, version: 2, name: 'Longer', outcome: { kind: 'refuse', reason: 'No' } }, first, phrasesIn('en').t)).toEqual(['name “Long ones” to “Longer”', 'outcome'])
})

it('claims nothing about a version whose predecessor is not at hand', () => {
  expect(versionChanges({ ...first, version: 60 }, undefined, phrasesIn('en').t)).toEqual([])
})
