import type { Route } from './+types/accent.js'
import { accentTokens, isHexColor } from './accent-tokens.js'

/**
 * The organisation's accent as a style sheet of its own: the content security policy forbids inline styles, and a URL that names
 * the colour may be cached for ever. `html:root` outweighs the product's own `:root`, whichever sheet comes first.
 */
export function loader({ params }: Route.LoaderArgs) {
  const hex = `#${params.file.replace(/\.css$/, '')}`
  if (!isHexColor(hex)) return new Response('Not a colour: write six hexadecimal digits.', { status: 404 })
  const { solid, on, light, dark, washLight, washDark } = accentTokens(hex)
  const css = `html:root{--accent-solid:${solid};--accent-on:${on};--accent-text:light-dark(${light},${dark});--accent-wash:light-dark(${washLight},${washDark})}`
  return new Response(css, {
    headers: { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'public, max-age=31536000, immutable' },
  })
}
