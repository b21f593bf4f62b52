import { createInstance, type i18n } from 'i18next'
import type { Catalogue } from './catalogue.js'
import { english } from './english.js'
import type { Language } from './languages.js'

const spoken = new Map<Language, i18n>()

/** Makes a language known. The browser is given German only when it needs it. */
export function learn(language: Language, words: Catalogue): void {
  const instance = createInstance()
  void instance.init({
    lng: language,
    resources: { [language]: { translation: words } },
    keySeparator: false,
    nsSeparator: false,
    fallbackLng: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    initAsync: false,
  })
  spoken.set(language, instance)
}

learn('en', english)

/** English for a language that is not learnt yet. */
export function phrasesIn(language: Language): i18n {
  const instance = spoken.get(language) ?? spoken.get('en')
  if (!instance) throw new Error('English is learnt when this file is loaded')
  return instance
}

/** In the browser, before German is shown for the first time. */
export async function learnLanguage(language: Language): Promise<void> {
  if (!spoken.has(language)) learn(language, (await import('./german.js')).german)
}

/** Marks a text of a table as one that is shown through `t(...)` elsewhere, so that the catalogues' test finds it. */
export function phrase<Text extends string>(text: Text): Text {
  return text
}
