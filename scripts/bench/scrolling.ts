/** What a real browser does while somebody scrolls: the time between frames, by the page's own clock, and how long its main thread was at work. */
import type { CDPSession, Page } from 'playwright-core'
import { quantile } from './figures.js'
import { framesSeen, watchFrames } from './page-scripts.js'

export interface Scrolled {
  frames: number
  /** Milliseconds between two frames. */
  p50: number
  p95: number
  longest: number
  /** Frames of the screen (60 a second) on which the page showed nothing new. */
  dropped: number
  /** Of the screen's frames, 0 to 1. */
  droppedShare: number
  /** Milliseconds of the main thread for a second of scrolling. */
  busy: number
  /** Most elements the document held. */
  nodes: number
}

const frame = 1_000 / 60

/**
 * Drags the board by so many pixels, at so many a second.
 * @param axis down and right are positive
 */
export async function scroll(page: Page, devtools: CDPSession, axis: 'x' | 'y', pixels: number, speed: number): Promise<Scrolled> {
  const box = await page.locator('.board').boundingBox()
  if (!box) throw new Error('There is no board to scroll.')
  await page.evaluate(watchFrames)
  const before = await busySeconds(devtools)
  const began = performance.now()
  // Positive distances pull the content down or right, as a finger would.
  await devtools.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width * 0.6, y: box.y + box.height * 0.6, ...(axis === 'y' ? { yDistance: -pixels } : { xDistance: -pixels }), speed, gestureSourceType: 'mouse', preventFling: true,
  })
  const seconds = (performance.now() - began) / 1_000
  const busy = (await busySeconds(devtools)) - before
  const { times, nodes } = await page.evaluate<{ times: number[]; nodes: number }>(framesSeen)
  return { ...judge(times), busy: (busy / seconds) * 1_000, nodes }
}

function judge(times: readonly number[]): Omit<Scrolled, 'busy' | 'nodes'> {
  const gaps = times.slice(1).map((at, index) => at - times[index]!)
  const shown = gaps.reduce((sum, gap) => sum + gap, 0) / frame
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frame) - 1), 0)
  return { frames: gaps.length, p50: quantile(gaps, 0.5), p95: quantile(gaps, 0.95), longest: Math.max(...gaps), dropped, droppedShare: dropped / shown }
}

async function busySeconds(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
}
