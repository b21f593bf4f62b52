import { createContext, useContext } from 'react'
import { addressOf, screenAt, type ViewScreen } from './view-screens.js'

/** A view of the viewer's own, with the days it shows today. */
export interface ViewChoice {
  readonly id: string
  readonly screen: ViewScreen
  readonly name: string
  readonly query: string
  /** The screen opens with it. */
  readonly isDefault: boolean
}

/** All of them, read once for the whole console: the navigation needs the defaults, each list its own. */
export const ViewChoices = createContext<readonly ViewChoice[]>([])

export function useViewsOf(screen: ViewScreen): readonly ViewChoice[] {
  return useContext(ViewChoices).filter((view) => view.screen === screen)
}

/**
 * @returns where the navigation leads for a screen: to its default view, where there is one. The address without filters stays the screen without
 * filters, whoever opens it.
 */
export function useOpening(): (path: string) => string {
  const views = useContext(ViewChoices)
  return (path) => {
    const screen = screenAt(path)
    const view = screen && views.find((one) => one.screen === screen && one.isDefault)
    return view ? addressOf(view.screen, view.query) : path
  }
}
