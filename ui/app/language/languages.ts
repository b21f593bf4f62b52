/** The languages the console speaks. A locale such as `de-AT` speaks `de` and keeps its own dates. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** Each in its own words, as a person looks for it. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' }

const name = 'bookflow_language'

/** @param locale BCP 47. Null when the console does not speak it. */
export function languageOf(locale: string | null | undefined): Language | null {
  const primary = locale?.trim().split('-')[0]?.toLowerCase()
  return languages.find((language) => language === primary) ?? null
}

/** For a visitor who is not signed in: what they chose here, else the first language of their browser that the console speaks (RFC 9110, 12.5.4). */
export function visitorLanguage(headers: Headers): Language {
  const chosen = new RegExp(`(?:^|;\\s*)${name}=(\\w+)`).exec(headers.get('cookie') ?? '')?.[1]
  const wanted = (headers.get('accept-language') ?? '')
    .split(',')
    .map((part, place) => ({ tag: part.split(';')[0] ?? '', weight: Number(/;\s*q=([\d.]+)/.exec(part)?.[1] ?? 1), place }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .map(({ tag }) => languageOf(tag))
  return languageOf(chosen) ?? wanted.find((language) => language !== null) ?? 'en'
}

/** A Set-Cookie value that keeps the choice for a year. */
export function languageCookie(language: Language): string {
  return `${name}=${language}; Path=/; Max-Age=31536000; SameSite=Lax`
}
