import { useEffect, useState, type RefObject } from 'react'

/** So many steps of scrolling, each this soon after the one before, are somebody who is on their way; one alone is a jump. */
const steps = 3
const soonMs = 60
/** Without a step for so long they have arrived. */
const restMs = 110

/** Whether somebody scrolls past at this moment. @param box what is scrolled */
export function useQuickScroll(box: RefObject<HTMLElement | null>): boolean {
  const [quick, setQuick] = useState(false)
  useEffect(() => {
    const element = box.current
    let [run, last, top] = [0, 0, element?.scrollTop ?? 0]
    let resting: ReturnType<typeof setTimeout> | undefined
    const look = ({ timeStamp }: Event): void => {
      const now = element?.scrollTop ?? 0
      // Sideways every row stays where it is.
      if (now === top) return
      run = timeStamp - last < soonMs ? run + 1 : 1
      last = timeStamp
      top = now
      if (run >= steps) setQuick(true)
      clearTimeout(resting)
      resting = setTimeout(() => setQuick(false), restMs)
    }
    element?.addEventListener('scroll', look, { passive: true })
    return () => {
      clearTimeout(resting)
      element?.removeEventListener('scroll', look)
    }
  }, [box])
  return quick
}
