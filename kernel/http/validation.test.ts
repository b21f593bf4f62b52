import { expect, it } from 'vitest'
import { assertStorable } from './validation.js'

it('bytes are not looked into: what is not signed yet must cost nothing', () => {
  const bytes = new Proxy(Buffer.alloc(4), {
    ownKeys: () => {
      throw new Error('the bytes were enumerated')
    },
  })
  expect(() => assertStorable(bytes)).not.toThrow()
  expect(() => assertStorable({ note: 'a\0b' })).toThrow(/NUL/)
})
