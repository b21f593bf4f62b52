/**
 * Moves the focus without the jump browsers add: inside a sticky panel they scroll the page to where the panel would stand if it were
 * not sticky.
 */
export function focusInView(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: 'nearest' })
}
