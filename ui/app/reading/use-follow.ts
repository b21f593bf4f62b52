import { useEffect, useRef } from 'react'
import { useRevalidator } from 'react-router'

/**
 * Reads the screen again and again while something goes on that the live feed does not tell of, such as the attempts of a delivery. Rests while
 * nobody looks.
 * @param longestMs after which it gives up
 */
export function useFollow(underway: boolean, everyMs = 1_500, longestMs = 120_000): void {
  const { revalidate } = useRevalidator()
  const read = useRef(revalidate)
  read.current = revalidate
  useEffect(() => {
    if (!underway) return undefined
    const started = Date.now()
    const timer = setInterval(() => {
      if (Date.now() - started > longestMs) clearInterval(timer)
      else if (document.visibilityState === 'visible') void read.current()
    }, everyMs)
    return () => clearInterval(timer)
  }, [underway, everyMs, longestMs])
}
