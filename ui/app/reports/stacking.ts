/** Sums from the first series up: what each one's bar must reach so that it stands on those before it. Nothing counts as zero. */
export function stackedValues(series: readonly (readonly (number | null)[])[]): (number | null)[][] {
  const sums: number[] = []
  return series.map((values) =>
    values.map((value, index) => {
      const sum = (sums[index] ?? 0) + (value ?? 0)
      sums[index] = sum
      return sum
    }),
  )
}

/** Stacked bars are drawn from the tallest down, so that each covers the part of it that belongs to the others. */
export function drawnOrder<T>(series: readonly T[], stacked: boolean): T[] {
  return stacked ? series.toReversed() : [...series]
}
