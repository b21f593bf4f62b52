import { useTranslation } from 'react-i18next'
import { Form, Link, useLocation } from 'react-router'
import { Icon } from '../kit/icon.js'
import { Menu, menuItem } from '../kit/menu.js'
import { LanguageChoice } from '../language/language-choice.js'
import { phrase } from '../language/phrases.js'
import type { Theme } from '../session/theme-cookie.js'
import type { SignedInViewer } from '../session/viewer.js'

const choices: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: phrase('System') },
  { value: 'light', label: phrase('Light') },
  { value: 'dark', label: phrase('Dark') },
]

export function AccountMenu({ viewer, theme }: { viewer: SignedInViewer; theme: Theme }) {
  const { t } = useTranslation()
  const { pathname, search } = useLocation()
  return (
    <div className="max-lg:[&_details>div]:top-full max-lg:[&_details>div]:right-0 max-lg:[&_details>div]:bottom-auto max-lg:[&_details>div]:left-auto">
      <Menu
        label={t('Account of {{name}}', { name: viewer.user.name })}
        side="above"
        trigger={
          <>
            <span aria-hidden="true" className="grid size-7 shrink-0 place-items-center rounded-full bg-sunken text-[0.8125rem] font-semibold text-ink-soft ring-1 ring-line-strong">
              {[...viewer.user.name.trim()][0]?.toUpperCase()}
            </span>
            <span className="min-w-0 truncate max-lg:sr-only">{viewer.user.name}</span>
          </>
        }
      >
        <div className="grid px-2.5 py-1.5">
          <span className="truncate font-medium">{viewer.user.name}</span>
          <span className="truncate text-[0.8125rem] text-ink-faint">{viewer.user.email}</span>
          {viewer.role ? <span className="text-[0.8125rem] text-ink-faint">{t(viewer.role)}</span> : null}
        </div>
        <Link to="/app/me" className={`${menuItem} border-t border-line`}>
          <Icon name="settings" size={17} /> {t('My account')}
        </Link>
        <Form method="post" action="/theme" preventScrollReset className="border-t border-line px-1 py-2">
          <input type="hidden" name="return_to" value={pathname + search} />
          <fieldset className="grid gap-1.5">
            <legend className="px-1.5 pb-1 text-[0.8125rem] text-ink-faint">{t('Appearance')}</legend>
            <div className="grid grid-cols-3 gap-1 rounded-lg bg-sunken p-1">
              {choices.map(({ value, label }) => (
                <button
                  key={value}
                  name="theme"
                  value={value}
                  aria-pressed={theme === value}
                  className="min-h-8 rounded-md text-[0.8125rem] text-ink-soft aria-pressed:bg-raised aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-soft"
                >
                  {t(label)}
                </button>
              ))}
            </div>
          </fieldset>
        </Form>
        <LanguageChoice className="border-t border-line px-1 py-2" />
        <Form method="post" action="/logout" className="border-t border-line pt-1">
          <button type="submit" className={menuItem}>
            <Icon name="leave" size={17} /> {t('Log out')}
          </button>
        </Form>
      </Menu>
    </div>
  )
}
