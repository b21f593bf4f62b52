import typeface from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import { useEffect, type ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from 'react-router'
import type { Route } from './+types/root.js'
import './app.css'
import icon from './favicon.svg'
import { ErrorPage } from './landing/error-page.js'
import { learnLanguage, phrasesIn } from './language/phrases.js'
import { currentLanguage } from './language/words.server.js'
import { readTheme } from './session/theme-cookie.js'

export function loader({ request }: Route.LoaderArgs) {
  return { theme: readTheme(request.headers.get('cookie')), language: currentLanguage() }
}

/** When the language changes in the open page, its words are fetched before anything is shown in it. */
export async function clientLoader({ serverLoader }: Route.ClientLoaderArgs) {
  const answer = await serverLoader()
  await learnLanguage(answer.language)
  return answer
}

export const links: Route.LinksFunction = () => [
  { rel: 'icon', href: icon, type: 'image/svg+xml' },
  { rel: 'preload', href: typeface, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
]

export const meta: Route.MetaFunction = () => [{ title: 'BookFlow' }]

/** `data-theme` is absent when the visitor follows the system. */
export function Layout({ children }: { children: ReactNode }) {
  const { theme, language = 'en' } = useRouteLoaderData<typeof loader>('root') ?? {}
  // From here on keys and drags are heard; who drives a browser by a program waits for it.
  useEffect(() => void (document.documentElement.dataset['ready'] = ''), [])
  return (
    <html lang={language} data-theme={theme === 'system' ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        <I18nextProvider i18n={phrasesIn(language)}>{children}</I18nextProvider>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  return <ErrorPage error={error} />
}
