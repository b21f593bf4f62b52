import type { TFunction } from 'i18next'

const browsers = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
] as const

const systems = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const

/** `Firefox on Windows`, as far as a user agent tells; it tells what it likes, so this only helps people to recognise their own. */
export function deviceName(userAgent: string | null, t: TFunction): string {
  if (!userAgent) return t('Unknown device')
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1]
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1]
  const program = browser ?? t('A program')
  return system ? t('{{program}} on {{system}}', { program, system }) : program
}
