import { useEffect, useRef } from 'react'
import { useRevalidator } from 'react-router'

const everyMs = 1_500
const longestMs = 120_000

/** Reads the screen again while something is under way that the live feed does not tell of: the attempts of a delivery. Gives up after two minutes. */
export function useFollow(underway: boolean): void {
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
  }, [underway])
}
