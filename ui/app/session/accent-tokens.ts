export interface AccentTokens {
  /** The accent as given: background of primary buttons. */
  readonly solid: string
  /** Text on it: black or white, whichever contrasts more. */
  readonly on: string
  /** Accent-coloured text on light and on dark surfaces, moved towards black or white until WCAG's 4.5:1 holds. */
  readonly light: string
  readonly dark: string
  readonly washLight: string
  readonly washDark: string
}

type Rgb = readonly [number, number, number]

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
const darkSurface: Rgb = [25, 27, 30]

/** @param value `#rrggbb` */
export function isHexColor(value: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(value)
}

/** Derives readable tokens from whatever colour an organisation chose. @param hex `#rrggbb` */
export function accentTokens(hex: string): AccentTokens {
  const base = parse(hex)
  const washLight = mix(base, white, 0.92)
  const washDark = mix(base, darkSurface, 0.84)
  return {
    solid: print(base),
    on: contrast(base, white) >= contrast(base, black) ? '#ffffff' : '#000000',
    light: print(readable(base, [washLight, white], black)),
    dark: print(readable(base, [washDark, darkSurface], white)),
    washLight: print(washLight),
    washDark: print(washDark),
  }
}

/** WCAG 2.2 contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrastRatio(one: string, other: string): number {
  return contrast(parse(one), parse(other))
}

/** @param backgrounds all of those it stands on: the surface is not always the easier one */
function readable(base: Rgb, backgrounds: readonly Rgb[], towards: Rgb): Rgb {
  for (let part = 0; part < 1; part += 0.04) {
    const candidate = mix(base, towards, part)
    if (backgrounds.every((background) => contrast(candidate, background) >= 4.6)) return candidate
  }
  return towards
}

function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** WCAG 2.2, "relative luminance". */
function luminance(color: Rgb): number {
  const [r, g, b] = color.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2): number => Math.round(one[index] * (1 - share) + other[index] * share)
  return [channel(0), channel(1), channel(2)]
}

function parse(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function print(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
