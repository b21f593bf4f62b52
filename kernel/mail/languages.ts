/** In which language somebody is written to. Without one answer the mails of different modules would reach a reader in different languages. */
import { mailLanguages, type MailLanguage } from '../contract.js'

/**
 * The language of the first locale mail is written in: the reader's own, then what is said in their place. English when there is none.
 * @param locales BCP 47; `de-AT` reads `de`
 */
export function mailLanguage(...locales: readonly (string | null | undefined)[]): MailLanguage {
  const primary = locales.map((locale) => locale?.split('-')[0]?.toLowerCase())
  return primary.flatMap((tag) => mailLanguages.find((language) => language === tag) ?? [])[0] ?? 'en'
}
