/**
 * Where to go after a form, taken from the form or the URL: only a path of this site, or a login link could send people elsewhere.
 * `//host` and `/\host` are absolute to a browser and refused.
 */
export function ownPath(value: FormDataEntryValue | null, fallback: string): string {
  return typeof value === 'string' && /^\/(?![/\\])[^\s]*$/.test(value) ? value : fallback
}
