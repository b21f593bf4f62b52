import { useContext, useEffect, useRef, useState } from 'react'
import { UNSAFE_DataRouterDataContext as RouterData, useRevalidator } from 'react-router'
import type { LiveState } from './live-connection.js'
import { joinLiveFeed } from './live-feed.js'

/** Several events of one act arrive together; the screen is read once for all of them. */
const gatherMs = 120

/**
 * Reads the screen again whenever something in the organisation changes. A hidden tab waits until it is looked at, and a screen that shows the
 * answer to a form (a refusal, a trial) stands still until the person goes on: reading it again would take the answer and what was typed away.
 * @param enabled false when the organisation has live updates switched off
 */
export function useLive(organizationId: string, enabled: boolean): LiveState {
  const [state, setState] = useState<LiveState>('connecting')
  const { revalidate } = useRevalidator()
  const read = useRef(revalidate)
  read.current = revalidate
  // The router tells a route only of its own answers; this is about any of them.
  const answered = useRef(false)
  answered.current = useContext(RouterData)?.actionData != null

  useEffect(() => {
    if (!enabled) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let missed = false
    function change(always = false): void {
      if (document.visibilityState === 'hidden') {
        missed = true
        return
      }
      timer ??= setTimeout(() => {
        timer = undefined
        // Whatever the person does next reads the screen anyway.
        if (always || !answered.current) void read.current()
      }, gatherMs)
    }
    function look(): void {
      if (document.visibilityState === 'visible' && missed) {
        missed = false
        change()
      }
    }
    function follow(next: LiveState): void {
      setState(next)
      // The session is gone: reading the screen again leads to the login page, and back here afterwards.
      if (next === 'signed-out') change(true)
    }
    document.addEventListener('visibilitychange', look)
    const leave = joinLiveFeed(organizationId, { onChange: () => change(), onState: follow })
    return () => {
      document.removeEventListener('visibilitychange', look)
      clearTimeout(timer)
      leave()
    }
  }, [organizationId, enabled])

  return enabled ? state : 'off'
}
