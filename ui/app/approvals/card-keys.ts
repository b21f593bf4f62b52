import { useEffect, type RefObject } from 'react'
import { isTyping, singleKeysOn } from '../kit/single-keys.js'

/**
 * J and K walk from card to card; A approves the card in focus, R leads to the reason a rejection needs, X ticks it. None of them acts while
 * somebody types, and A, R and X only on a card that has the focus.
 */
export function useCardKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      const { target, key } = event
      if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement) || isTyping(target) || !singleKeysOn()) return
      const cards = [...(list.current?.querySelectorAll<HTMLElement>('[data-card]') ?? [])]
      const card = target.closest<HTMLElement>('[data-card]')
      const at = card ? cards.indexOf(card) : -1
      const act = { j: () => cards[Math.min(at + 1, cards.length - 1)]?.focus(), k: () => cards[Math.max(at - 1, 0)]?.focus(), a: () => approve(card), r: () => askWhy(card), x: () => tick(card) }[key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [list])
}

function approve(card: HTMLElement | null): void {
  card?.querySelector<HTMLButtonElement>('button[value=approve]')?.click()
}

function askWhy(card: HTMLElement | null): void {
  card?.querySelector('textarea')?.focus()
}

function tick(card: HTMLElement | null): void {
  card?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
}
