import { useTranslation } from 'react-i18next'
import { Form, useLocation } from 'react-router'
import { languageNames, languages } from './languages.js'

/** One button for each language, in its own words; works without JavaScript. */
export function LanguageChoice({ className = '' }: { className?: string }) {
  const { t, i18n } = useTranslation()
  const { pathname, search } = useLocation()
  return (
    <Form method="post" action="/language" preventScrollReset className={className}>
      <input type="hidden" name="return_to" value={pathname + search} />
      <fieldset className="grid gap-1.5">
        <legend className="px-1.5 pb-1 text-[0.8125rem] text-ink-faint">{t('Language')}</legend>
        <div className="grid grid-cols-2 gap-1 rounded-lg bg-sunken p-1">
          {languages.map((language) => (
            <button
              key={language}
              name="language"
              value={language}
              lang={language}
              aria-pressed={i18n.language === language}
              className="min-h-8 rounded-md px-2 text-[0.8125rem] text-ink-soft aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-soft"
            >
              {languageNames[language]}
            </button>
          ))}
        </div>
      </fieldset>
    </Form>
  )
}
