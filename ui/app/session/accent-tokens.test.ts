import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { accentTokens, contrastRatio, isHexColor } from './accent-tokens.js'

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('accentTokens', () => {
  it('is readable for every colour an organisation may choose (WCAG 2.2 AA, 4.5:1)', () => {
    fc.assert(
      fc.property(hex, (color) => {
        const { solid, on, light, dark, washLight, washDark } = accentTokens(color)
        expect(contrastRatio(solid, on)).toBeGreaterThanOrEqual(4.5)
        expect(contrastRatio(light, washLight)).toBeGreaterThanOrEqual(4.5)
        expect(contrastRatio(light, '#ffffff')).toBeGreaterThanOrEqual(4.5)
        expect(contrastRatio(dark, washDark)).toBeGreaterThanOrEqual(4.5)
        expect(contrastRatio(dark, '#191b1e')).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 2_000, examples: [['#250525']] },
    )
  })

  it('measures contrast as WCAG does', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it('takes six digits and nothing that could leave the style sheet', () => {
    expect(isHexColor('#A1b2C3')).toBe(true)
    for (const value of ['#abc', 'a1b2c3', '#a1b2c3;}', '#a1b2cg', '']) expect(isHexColor(value)).toBe(false)
  })
})
