import { expect, it } from 'vitest'
import { askedDownload, downloadPath } from './download-path.js'

const asked = (of: string) => askedDownload(new URLSearchParams({ of }))

it('leads to the files REST has, and back', () => {
  const path = '/v1/audit/export?format=csv&from=2027-03-01T00%3A00%3A00Z'
  expect(askedDownload(new URL(downloadPath(path), 'https://here.example').searchParams)).toBe(path)
  expect(asked('/v1/reports/lead-time.csv')).toBe('/v1/reports/lead-time.csv')
})

it('leads nowhere else', () => {
  for (const path of ['', 'https://evil.example', '//evil.example', '/v1/auth/me', '/v1/reports/../auth/me', '/v1/reports/x.csv#y', '/v1/reports/x.csv?a=//b\n', '/v1/audit/exports']) expect(asked(path)).toBeNull()
})
