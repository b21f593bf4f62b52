/**
 * One request to a stranger's server: names resolved here, every address checked, the connection made to one of exactly those. Follows no redirect,
 * knows no proxy, reads at most 64 kB, takes at most 15 s in all. Without it a tenant could make the worker speak to anything it can reach.
 */
import { lookup, Resolver as NetworkResolver } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { Told } from '#kernel/contract'
import { asWritten, note } from '#kernel/language'
import type { AttemptFault } from './contract.js'
import type { AddressRules } from './address-rules.js'
import { mayConnect, targetOf, type Target } from './target.js'

export const longestMs = 15_000
export const largestBody = 64 * 1024

export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Without a fault the answer is a 2xx; with one `error` says what went wrong. */
export type Posted = { answer: Answer | null; duration_ms: number } & ({ fault: null; error: null } | { fault: AttemptFault; error: Told })

export type Resolver = (hostname: string) => Promise<readonly { address: string; family: number }[]>

export interface PostSettings {
  rules: AddressRules
  /** Asks the name servers when absent. */
  resolve?: Resolver
  /** Milliseconds; 15 s when absent. */
  longest?: number
  /** Certificates trusted beside the usual ones (tests). */
  ca?: readonly string[]
}

class Fault extends Error {
  constructor(
    readonly fault: AttemptFault,
    override readonly message: Told,
    readonly answer: Answer | null = null,
  ) {
    super(message)
  }
}

const network = new NetworkResolver({ timeout: 3_000, tries: 2 })

/**
 * Asks the name servers itself: the system's look-up has four threads for the whole process, which four slow names would hold.
 * What only this machine knows (its hosts file) is private, and asked for only where private networks are allowed.
 */
const resolverFor =
  (rules: AddressRules): Resolver =>
  async (hostname) => {
    const [v4, v6] = await Promise.allSettled([network.resolve4(hostname), network.resolve6(hostname)])
    const of = (result: PromiseSettledResult<string[]>, family: number) => (result.status === 'fulfilled' ? result.value.map((address) => ({ address, family })) : [])
    const found = [...of(v4, 4), ...of(v6, 6)]
    if (found.length > 0) return found
    if (rules.hasPrivate) return lookup(hostname, { all: true })
    throw v4.status === 'rejected' ? v4.reason : new Fault('dns', note`The name ${hostname} has no address.`)
  }

/** Never rejects. */
export async function post(url: string, headers: Record<string, string>, body: string, settings: PostSettings): Promise<Posted> {
  const started = performance.now()
  const abort = new AbortController()
  const longest = settings.longest ?? longestMs
  const done = <Rest>(rest: Rest): Rest & { duration_ms: number } => ({ ...rest, duration_ms: Math.round(performance.now() - started) })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Fault('timeout', note`No complete answer within ${longest / 1_000} s.`))
      abort.abort()
    }, longest)
  })
  try {
    const answer = await Promise.race([exchange(url, headers, body, settings, abort.signal), late])
    if (answer.status >= 200 && answer.status < 300) return done({ answer, fault: null, error: null })
    const redirect = answer.status >= 300 && answer.status < 400
    return done({ answer, fault: redirect ? 'redirect' : 'status', error: redirect ? note`Answered ${answer.status}; redirects are not followed. Change the URL of the endpoint.` : note`Answered ${answer.status}.` })
  } catch (error) {
    const fault = error instanceof Fault ? error : faultOf(error)
    return done({ answer: fault.answer, fault: fault.fault, error: asWritten(fault.message.slice(0, 1_000)) })
  } finally {
    clearTimeout(timer)
  }
}

/** What every request says beside its signature. */
export const standingHeaders = { 'content-type': 'application/json', 'accept-encoding': 'identity', 'user-agent': 'BookFlow-Webhooks/1', connection: 'close' } as const

async function exchange(text: string, headers: Record<string, string>, body: string, settings: PostSettings, signal: AbortSignal): Promise<Answer> {
  const target = targetOf(text, settings.rules)
  if ('fault' in target) throw new Fault('blocked_address', target.fault)
  const addresses = await addressesOf(target, settings)
  signal.throwIfAborted()
  return new Promise<Answer>((resolve, reject) => {
    const bytes = Buffer.from(body, 'utf8')
    const options: https.RequestOptions & { autoSelectFamilyAttemptTimeout: number } = {
      method: 'POST',
      headers: { ...standingHeaders, ...headers, 'content-length': bytes.length },
      // A fresh connection, made to the addresses that were checked and to no others. No agent is shared, none reads a proxy from the environment.
      agent: false,
      lookup: pinned(addresses),
      autoSelectFamilyAttemptTimeout: 2_000,
      maxHeaderSize: 16_384,
      signal,
      rejectUnauthorized: true,
      ...(settings.ca ? { ca: [...settings.ca] } : {}),
    }
    const request = (target.url.protocol === 'https:' ? https : http).request(target.url, options, (response) => {
      read(response).then(resolve, reject)
    })
    request.on('error', reject)
    request.end(bytes)
  })
}

async function addressesOf(target: Target, { rules, resolve = resolverFor(rules) }: PostSettings): Promise<readonly { address: string; family: number }[]> {
  const family = isIP(target.hostname)
  // One address that is closed closes them all: whoever can put it into the name can choose which is used.
  const found = family === 0 ? await resolve(target.hostname) : [{ address: target.hostname, family }]
  if (found.length === 0) throw new Fault('dns', note`The name ${target.hostname} has no address.`)
  const blocked = found.find(({ address }) => !mayConnect(target, address, rules))
  if (blocked) throw new Fault('blocked_address', refusalOf(target, blocked.address, rules))
  return found
}

/** A public address is refused only to what may go into named networks alone: plain http and other ports. */
function refusalOf({ hostname, url }: Target, address: string, rules: AddressRules): Told {
  if (!rules.isPublic(address)) return note`${hostname} is ${address}, which is not public.`
  return note`${hostname} is ${address}, a public address: there only https on port 443 or 8443 is called, not ${url.origin}.`
}

function pinned(addresses: readonly { address: string; family: number }[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) callback(null, addresses.map(({ address, family }) => ({ address, family })))
    else callback(null, addresses[0]!.address, addresses[0]!.family)
  }
}

async function read(response: http.IncomingMessage): Promise<Answer> {
  const answer = { status: response.statusCode ?? 0, headers: flat(response.headers) }
  const chunks: Buffer[] = []
  let size = 0
  // Bytes as they come: a compressed answer is never expanded.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody) {
      response.destroy()
      throw new Fault('response_too_large', note`The answer is longer than ${largestBody / 1024} kB. An empty one will do.`, { ...answer, body: textOf(Buffer.concat([...chunks, chunk]).subarray(0, largestBody)) })
    }
    chunks.push(chunk)
  }
  return { ...answer, body: textOf(Buffer.concat(chunks)) }
}

/** PostgreSQL stores no NUL. */
function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '')
}

function flat(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, textOf(Buffer.from([value].flat().join(', ')))]])))
}

function faultOf(error: unknown): Fault {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  const name = typeof code === 'string' ? code : ''
  const words = typeof message === 'string' && message !== '' ? message : name || 'unknown'
  if (/^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL|EREFUSED|EFORMERR|EBADNAME|ETIMEOUT)/.test(name)) return new Fault('dns', note`The name cannot be resolved (${name}).`)
  if (/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH)/.test(name)) return new Fault('tls', note`No secure connection: ${words}.`)
  if (/^HPE_/.test(name)) return new Fault('response_invalid', note`The answer is not HTTP: ${words}.`)
  return new Fault('connection', note`The connection failed: ${words}.`)
}
