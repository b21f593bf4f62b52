import { languages } from './languages.js'
import { SelectField } from '../kit/field.js'

/** The languages there are, alone or as a region writes its dates. */
const locales: readonly string[] = [...languages, 'en-GB', 'en-IE', 'en-US', 'de-DE', 'de-AT', 'de-CH']

interface Props {
  readonly label: string
  readonly hint: string
  readonly chosen: string
  readonly error: string | undefined
}

/** A language for mail, console and dates, each named in its own words; what is chosen stays choosable. */
export function LocaleField({ label, hint, chosen, error }: Props) {
  const offered = locales.includes(chosen) ? locales : [...locales, chosen]
  return (
    <SelectField label={label} name="locale" defaultValue={chosen} hint={hint} error={error}>
      {offered.toSorted().map((locale) => (
        <option key={locale} value={locale} lang={locale}>
          {nameOf(locale)}
        </option>
      ))}
    </SelectField>
  )
}

/** `de-AT` -> `Deutsch (Österreich)` */
function nameOf(locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'language', languageDisplay: 'standard' }).of(locale) ?? locale
}
