/** The value below which a share of them lies (nearest rank); null of nothing. Sorts in place. @param share from 0 to 1 */
export function quantile(values: number[], share: number): number | null {
  if (values.length === 0) return null
  values.sort((a, b) => a - b)
  return values[Math.max(0, Math.ceil(share * values.length) - 1)]!
}

/** A share of a whole, to four digits; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000
}
