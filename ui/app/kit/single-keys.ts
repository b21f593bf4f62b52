import { useSyncExternalStore } from 'react'

/**
 * Keys without Ctrl or Cmd can be switched off (WCAG 2.1.4): who dictates or taps with a stick would set them off unawares. Kept in this browser, where
 * the keyboard is.
 */
const name = 'bookflow-single-keys'
const changed = 'bookflow-single-keys-changed'

export function singleKeysOn(): boolean {
  return localStorage.getItem(name) !== 'off'
}

export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(listen, singleKeysOn, () => true)
  return [on, set]
}

function set(on: boolean): void {
  localStorage.setItem(name, on ? 'on' : 'off')
  window.dispatchEvent(new Event(changed))
}

function listen(tell: () => void): () => void {
  window.addEventListener(changed, tell)
  return () => window.removeEventListener(changed, tell)
}

/** True while a key is a letter of a text. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
