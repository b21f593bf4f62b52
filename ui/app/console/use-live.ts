import { useEffect, useRef, useState } from 'react'
import { useRevalidator } from 'react-router'
import type { LiveState } from './live-connection.js'
import { joinLiveFeed } from './live-feed.js'

/** Several events of one act arrive together; the screen is read once for all of them. */
const gatherMs = 120

/**
 * Reads the screen again whenever something in the organisation changes. A hidden tab waits until it is looked at.
 * @param enabled false when the organisation has live updates switched off
 */
export function useLive(organizationId: string, enabled: boolean): LiveState {
  const [state, setState] = useState<LiveState>('connecting')
  const { revalidate } = useRevalidator()
  const read = useRef(revalidate)
  read.current = revalidate

  useEffect(() => {
    if (!enabled) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let missed = false
    function change(): void {
      if (document.visibilityState === 'hidden') {
        missed = true
        return
      }
      timer ??= setTimeout(() => {
        timer = undefined
        void read.current()
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
      if (next === 'signed-out') change()
    }
    document.addEventListener('visibilitychange', look)
    const leave = joinLiveFeed(organizationId, { onChange: change, onState: follow })
    return () => {
      document.removeEventListener('visibilitychange', look)
      clearTimeout(timer)
      leave()
    }
  }, [organizationId, enabled])

  return enabled ? state : 'off'
}
