import { expect, it } from 'vitest'
import { withoutTokens } from './mailbox.service.js'

it('hides personal links and leaves the rest', () => {
  const token = `01a2069f-5f9c-77c0-a1a4-ef442db9bbc5.${'A'.repeat(43)}`
  expect(withoutTokens(`open https://x.test/verify?token=${token} or https://x.test/b/01a2069f-5f9c-77c0-a1a4-ef442db9bbc5`)).toBe(
    'open https://x.test/verify?token=[hidden] or https://x.test/b/01a2069f-5f9c-77c0-a1a4-ef442db9bbc5',
  )
})
