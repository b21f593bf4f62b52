/** What runs in the page that is measured, as text: the scripts around it know no document. */

/** Notes by the page's clock when the first booking is drawn: `window.barsAt`, in milliseconds. */
export const noteFirstBars = `
  new MutationObserver((changes, observer) => {
    if (!document.querySelector('[data-bar]')) return
    observer.disconnect()
    requestAnimationFrame((at) => { window.barsAt = at })
  }).observe(document, { childList: true, subtree: true })`

/** Waits for the first booking. @returns {@link Seen} */
export const seenAtOpening = `(async () => {
  while (!('barsAt' in window)) await new Promise(requestAnimationFrame)
  return {
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    bars: window.barsAt,
    nodes: document.getElementsByTagName('*').length,
  }
})()`

/** All in milliseconds but the number of elements. */
export interface Seen {
  paint: number
  bars: number
  nodes: number
}

/** How far the board can be scrolled, in pixels, and where it stands. */
export const extentOfBoard = `(() => {
  const board = document.querySelector('.board')
  return { down: board.scrollHeight - board.clientHeight, right: board.scrollWidth - board.clientWidth, at: board.scrollLeft }
})()`

/** Notes each frame until {@link framesSeen} is asked. */
export const watchFrames = `(() => {
  const times = []
  let nodes = 0
  let running = true
  const look = (at) => {
    times.push(at)
    if (times.length % 10 === 1) nodes = Math.max(nodes, document.getElementsByTagName('*').length)
    if (running) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  window.framesSeen = () => { running = false; return { times, nodes } }
})()`

export const framesSeen = 'window.framesSeen()'
