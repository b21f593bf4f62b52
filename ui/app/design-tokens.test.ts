import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrastRatio } from './session/accent-tokens.js'

const css = readFileSync(new URL('app.css', import.meta.url), 'utf8')

/** A token's colour in one scheme. */
function token(name: string, scheme: 'light' | 'dark'): string {
  const value = new RegExp(`--${name}: (?:light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)|(#[0-9a-f]{6}));`).exec(css)
  const found = value?.[3] ?? value?.[scheme === 'light' ? 1 : 2]
  if (!found) throw new Error(`app.css has no colour --${name} as #rrggbb.`)
  return found
}

const surfaces = ['canvas', 'surface', 'sunken', 'raised']
const pairs: readonly [text: string, backgrounds: readonly string[]][] = [
  ['ink', [...surfaces, 'accent-wash', 'good-wash', 'wait-wash', 'bad-wash']],
  ['ink-soft', [...surfaces, 'accent-wash']],
  ['ink-faint', [...surfaces, 'accent-wash']],
  ['accent-text', [...surfaces, 'accent-wash']],
  ['accent-on', ['accent-solid']],
  ['good-text', ['good-wash', 'canvas', 'surface']],
  ['wait-text', ['wait-wash', 'canvas', 'surface']],
  ['bad-text', ['bad-wash', 'canvas', 'surface']],
]

describe.each(['light', 'dark'] as const)('colours, %s', (scheme) => {
  it.each(pairs.flatMap(([text, backgrounds]) => backgrounds.map((background) => [text, background] as const)))('%s reads on %s (WCAG 2.2 AA)', (text, background) => {
    expect(contrastRatio(token(text, scheme), token(background, scheme))).toBeGreaterThanOrEqual(4.5)
  })

  it('fields show their edge (3:1)', () => {
    for (const surface of ['canvas', 'surface']) expect(contrastRatio(token('field-line', scheme), token(surface, scheme))).toBeGreaterThanOrEqual(3)
  })

  it('white reads on the colour of danger', () => {
    expect(contrastRatio('#ffffff', token('bad-solid', scheme))).toBeGreaterThanOrEqual(4.5)
  })
})
