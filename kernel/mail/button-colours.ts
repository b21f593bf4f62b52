/** Colours of a mail's button in an organisation's accent. Text on it is black or white, whichever contrasts more, which is never under WCAG's 4.5:1. */

/** The product's own. */
const own = '#1d4ed8'

/** @param accent `#rrggbb`; anything else is not let into a style */
export function buttonColours(accent: string | null): { background: string; text: string } {
  const background = accent !== null && /^#[0-9a-f]{6}$/i.test(accent) ? accent.toLowerCase() : own
  return { background, text: contrast(background, '#ffffff') >= contrast(background, '#000000') ? '#ffffff' : '#000000' }
}

/** WCAG 2.2, "contrast ratio" of two `#rrggbb` colours: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
