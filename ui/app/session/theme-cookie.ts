export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const name = 'bookflow_theme'

/** @param header the Cookie header. Anything unknown means: follow the system. */
export function readTheme(header: string | null): Theme {
  const value = new RegExp(`(?:^|;\\s*)${name}=(\\w+)`).exec(header ?? '')?.[1]
  return themes.find((theme) => theme === value) ?? 'system'
}

/** A Set-Cookie value that keeps the choice for a year. */
export function themeCookie(theme: Theme): string {
  return `${name}=${theme}; Path=/; Max-Age=31536000; SameSite=Lax`
}
