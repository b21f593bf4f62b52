import { useTranslation } from 'react-i18next'
import { data, Outlet, useNavigation } from 'react-router'
import type { Route } from './+types/console-layout.js'
import { AccountMenu } from './account-menu.js'
import { flashGone, readFlash } from '../flash/flash.server.js'
import { LiveDot } from './live-dot.js'
import { Navigation } from './navigation.js'
import { OrganizationMenu } from './organization-menu.js'
import { useSessionNews } from './session-news.js'
import { Toasts } from '../flash/toasts.js'
import { useLive } from './use-live.js'
import { Palette } from '../palette/palette.js'
import { readSavedViews } from '../saved-views/saved-views.server.js'
import { ViewChoices } from '../saved-views/view-choices.js'
import { readTheme } from '../session/theme-cookie.js'
import { isHexColor } from '../session/accent-tokens.js'
import { consoleContext } from '../session/console-context.js'
import { requireViewer, viewerContext } from '../session/viewer.js'

export const middleware: Route.MiddlewareFunction[] = [requireViewer]

export async function loader({ request, context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  const { accent } = viewer.organization
  const cookies = request.headers.get('cookie')
  const flash = readFlash(cookies)
  const views = await readSavedViews(context.get(consoleContext).session, viewer)
  const body = { viewer, views, flash, theme: readTheme(cookies), accent: accent && isHexColor(accent) ? accent.slice(1).toLowerCase() : null }
  // A whole page says it once. What scripts read may be thrown away by the next reading, so they take the cookie away themselves.
  const whole = request.headers.get('accept')?.includes('text/html') ?? false
  return flash && whole ? data(body, { headers: { 'Set-Cookie': flashGone } }) : data(body)
}

export default function ConsoleLayout({ loaderData: { viewer, views, flash, theme, accent } }: Route.ComponentProps) {
  const { t } = useTranslation()
  const live = useLive(viewer.organization.id, viewer.modules.includes('sse'))
  useSessionNews(viewer.organization.id)
  return (
    <ViewChoices value={views}>
      <div className="grid min-h-dvh print:block grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr] lg:grid-cols-[15.500rem_minmax(0,1fr)] lg:grid-rows-1">
        {accent ? <link rel="stylesheet" href={`/accent/${accent}.css`} precedence="high" /> : null}
        <a href="#main" className="sr-only z-30 rounded-lg bg-raised px-4 py-2 font-medium text-accent-text shadow-lift focus:not-sr-only focus:fixed focus:top-3 focus:left-3">
          {t('Skip to the content')}
        </a>
        <Progress />
        <header className="print:hidden z-10 flex flex-wrap items-center gap-x-1 border-b border-line bg-canvas px-2 py-1.5 lg:sticky lg:flex-nowrap lg:top-0 lg:h-dvh lg:flex-col lg:items-stretch lg:gap-4 lg:border-r lg:border-b-0 lg:px-3 lg:py-3.5">
          <OrganizationMenu organization={viewer.organization} organizations={viewer.organizations} />
          <div className="ml-auto lg:ml-0">
            <Palette viewer={viewer} />
          </div>
          <div className="order-last w-full lg:order-none">
            <Navigation viewer={viewer} />
          </div>
          <div className="flex items-center gap-1 lg:mt-auto lg:ml-0 lg:flex-col lg:items-stretch">
            <div className="px-2 lg:pb-1.5">
              <LiveDot state={live} />
            </div>
            <AccountMenu viewer={viewer} theme={theme} />
          </div>
        </header>
        <main id="main" tabIndex={-1} className="min-w-0">
          <Outlet />
        </main>
        <Toasts flash={flash} />
      </div>
    </ViewChoices>
  )
}

/** A line across the top while the next screen is on its way; fast answers never show it. */
function Progress() {
  const busy = useNavigation().state !== 'idle'
  return (
    <div aria-hidden="true" className={`pointer-events-none fixed inset-x-0 top-0 z-30 h-0.5 transition-opacity delay-150 ${busy ? 'opacity-100' : 'opacity-0'}`}>
      <div className="h-full w-full origin-left animate-pulse bg-accent-solid" />
    </div>
  )
}
