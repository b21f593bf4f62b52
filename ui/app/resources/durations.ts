/** `90` -> `1 h 30 min`, `2880` -> `2 days`. Whole days stay days; anything else is hours and minutes. */
export function minutesInWords(minutes: number): string {
  if (minutes === 0) return 'none'
  if (minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${minutes / 1440} days`
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''].filter(Boolean).join(' ')
}
