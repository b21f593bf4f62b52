import { AsyncLocalStorage } from 'node:async_hooks'
import type { TFunction } from 'i18next'
import { german } from './german.js'
import { languageOf, type Language } from './languages.js'
import { learn, phrasesIn } from './phrases.js'

learn('de', german)

interface Speech {
  language: Language
  /** BCP 47, for dates. */
  locale: string
  /** IANA, of the person signed in. */
  zone?: string
}

const speech = new AsyncLocalStorage<Speech>()

/** Runs a request in its visitor's language; `speakTo` changes it once the session says who they are. */
export function speaking<T>(language: Language, request: () => T): T {
  return speech.run({ language, locale: localeOf(language) }, request)
}

/** The language of the person signed in: that of their profile, or the visitor's when the console does not speak it. */
export function speakTo(locale: string, zone?: string): void {
  const language = languageOf(locale)
  const now = speech.getStore()
  if (now && zone) now.zone = zone
  if (now && language) Object.assign(now, { language, locale: locale === language ? localeOf(language) : locale })
}

/** Of the request at hand; English outside of one. */
export function currentLanguage(): Language {
  return speech.getStore()?.language ?? 'en'
}

/** The locale of dates and numbers in the request at hand, BCP 47. */
export function dateLocale(): string {
  return speech.getStore()?.locale ?? localeOf('en')
}

/** Whose clock the request at hand is read by; null before the session said who they are. */
export function currentZone(): string | null {
  return speech.getStore()?.zone ?? null
}

/** In loaders, actions and what they call: `const t = words()`, then as in components. */
export function words(): TFunction {
  return phrasesIn(currentLanguage()).t
}

/** English dates are those of Europe unless a profile says otherwise: the day first, 24 hours. */
function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : language
}
