import { fc } from '#kernel/testing/properties'
import { describe, expect, it } from 'vitest'
import { mailLanguages } from '../contract.js'
import { buttonColours, contrast } from './button-colours.js'
import { mailLanguage } from './languages.js'
import { composeLetter, subjectLine, type Letter } from './letter.js'

describe('subjectLine', () => {
  it('is one line of at most 200 characters whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const line = subjectLine(text)
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/)
        expect([...line].length).toBeLessThanOrEqual(200)
        expect(line.isWellFormed()).toBe(true)
      }),
    )
    expect(subjectLine('Confirmed: Room\r\nBcc: x@y.z')).toBe('Confirmed: Room Bcc: x@y.z')
  })
})

describe('a button', () => {
  it('can be read in every accent', () => {
    const channel = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(fc.tuple(channel, channel, channel), (channels) => {
        const { background, text } = buttonColours(`#${channels.map((each) => each.toString(16).padStart(2, '0')).join('')}`)
        expect(contrast(background, text)).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 500 },
    )
  })

  it.each([null, '', 'red', '#fff', '#ffffff;background:url(https://x.test)', '#12345g'])('is the product’s for the accent %j', (accent) => {
    expect(buttonColours(accent)).toEqual({ background: '#1d4ed8', text: '#ffffff' })
  })

  it('measures as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })
})

describe('composeLetter', () => {
  it.each(mailLanguages)('keeps every part in its place, whatever stands in it (%s)', (language) => {
    const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => `${text}<b>&"'`)
    const pair = fc.tuple(line, line)
    const letters: fc.Arbitrary<Letter> = fc.record({
      language: fc.constant(language), sender: line, rest: line, subject: line, heading: line, opening: fc.array(line, { maxLength: 2 }), facts: fc.array(pair, { maxLength: 3 }),
      items: fc.array(fc.record({ heading: line, facts: fc.array(pair, { minLength: 1, maxLength: 2 }) }), { maxLength: 2 }),
      actions: fc.array(fc.record({ label: line, url: fc.constant('https://x.test/a?b=c&d="e') }), { maxLength: 2 }),
      closing: fc.array(line, { maxLength: 2 }), footer: fc.record({ text: line }), accent: fc.constant('#ff0000'),
    })
    fc.assert(
      fc.property(letters, (letter) => {
        const { html, text } = composeLetter(letter)
        expect(html).not.toContain('<b>')
        expect(html.match(/<tr><th scope="row"/g)?.length ?? 0).toBe(letter.facts.length + letter.items!.flatMap(({ facts }) => facts).length)
        expect(html.match(/href="https:\/\/x\.test\/a\?b=c&amp;d=&quot;e"/g)?.length ?? 0).toBe(2 * letter.actions.length)
        for (const part of [letter.heading, letter.rest ?? '', ...letter.opening, ...letter.closing]) expect(text).toContain(part)
        for (const [open, close] of [['<table', '</table>'], ['<p', '</p>'], ['<a ', '</a>'], ['<tr', '</tr>'], ['<td', '</td>']]) expect(html.split(open!).length).toBe(html.split(close!).length)
      }),
      { numRuns: 60 },
    )
  })
})

describe('mailLanguage', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['fr', null], 'en'],
    [[undefined], 'en'],
    [['EN-us', 'de'], 'en'],
    [[], 'en'],
  ] as const)('%j reads %s', (locales, language) => expect(mailLanguage(...locales)).toBe(language))
})
