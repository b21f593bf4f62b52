import type { Endpoint, EndpointNotice } from './contract.js'

/** Of a URL only the origin: paths of webhooks are often secrets. */
export const originOf = (url: string): string => new URL(url).origin

/** An endpoint as events tell of it. */
export function noticeOf({ url, ...endpoint }: Endpoint): EndpointNotice {
  return { ...endpoint, origin: originOf(url) }
}
