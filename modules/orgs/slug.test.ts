import { fc } from '#kernel/testing/properties'
import { expect, it } from 'vitest'
import { slugCandidate, slugOf } from './slug.js'

it.each([
  ['Müller & Söhne GmbH', 'muller-sohne-gmbh'],
  ['  Straße 7 ', 'strasse-7'],
  ['東京オフィス', 'organization'],
  ['--', 'organization'],
  ['a'.repeat(120), 'a'.repeat(48)],
])('%s -> %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

it('is what the database accepts, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }), fc.nat(3), (name, attempt) => {
      const slug = slugCandidate(name, attempt)
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(slug.length).toBeLessThanOrEqual(60)
    }),
  )
})
