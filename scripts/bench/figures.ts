/** One figure of the list that PERFORMANCE asks for, and whether it was reached. */
export interface Figure {
  what: string
  measured: string
  must: string
  target: string
  verdict: 'target' | 'must' | 'missed' | 'not measured'
}

/** A bound, with the direction in which it is met. */
export interface Bound {
  at_least?: number
  at_most?: number
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
  if (value === undefined) throw new Error('There is no quantile of nothing: the scenario measured no value.')
  return value
}

/** @param ok false: something the figure presumes went wrong, such as a lost event: nothing is reached then */
export function judged(what: string, values: readonly { value: number; must: Bound; target: Bound; unit: string; name?: string }[], ok = true, note = ''): Figure {
  const meets = (bound: 'must' | 'target') => ok && values.every((each) => within(each.value, each[bound]))
  const words = (bound: 'must' | 'target') => values.map((each) => inWords(each[bound], each.unit)).filter(Boolean).join(', ')
  const measured = values.map(({ name, value, unit }) => `${name === undefined ? '' : `${name} `}${rounded(value)}${unit}`).join(', ')
  return {
    what,
    measured: `${measured}${note === '' ? '' : ` (${note})`}`,
    must: words('must'),
    target: words('target'),
    verdict: meets('target') && words('target') !== '' ? 'target' : meets('must') ? 'must' : 'missed',
  }
}

export function unmeasured(what: string, why: string): Figure {
  return { what, measured: why, must: '', target: '', verdict: 'not measured' }
}

function within(value: number, { at_least = -Infinity, at_most = Infinity }: Bound): boolean {
  return value >= at_least && value <= at_most
}

function inWords({ at_least, at_most }: Bound, unit: string): string {
  return [at_least === undefined ? '' : `≥ ${at_least}${unit}`, at_most === undefined ? '' : `≤ ${at_most}${unit}`].filter(Boolean).join(', ')
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}
