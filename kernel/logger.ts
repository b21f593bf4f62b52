/** Structured logs: one JSON line per event, secrets redacted, long fields cut. Without the redaction a token in a header would stay in a log for ever. */
import { pino, type DestinationStream, type Logger } from 'pino'
import type { KernelConfig } from './config.js'

const secretFields = ['password', 'token', 'access_token', 'refresh_token', 'secret', 'authorization', 'cookie', 'set-cookie']

/** The longest text of one field: whoever sends a megabyte does not fill the disk with it. */
const longestField = 4_000

/** Cuts top-level text; objects have serializers of their own. */
function cut(fields: Record<string, unknown>): Record<string, unknown> {
  const long = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length > longestField)
  return long.length === 0 ? fields : { ...fields, ...Object.fromEntries(long.map(([name, text]) => [name, `${text.slice(0, longestField)}…`])) }
}

/** @param destination where lines go; standard output, asynchronously, unless told otherwise */
export function createLogger(config: KernelConfig, destination?: DestinationStream): Logger {
  const options = {
    level: config.log_level,
    base: null,
    formatters: { log: cut },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: secretFields.flatMap((field) => [field.includes('-') ? `["${field}"]` : field, field.includes('-') ? `*["${field}"]` : `*.${field}`]), censor: '[redacted]' },
    serializers: {
      req: (request: { method: string; url: string; ip?: string }) => ({ method: request.method, path: request.url.split('?')[0]!.slice(0, 500), ip: request.ip }),
      res: (reply: { statusCode: number }) => ({ status: reply.statusCode }),
      err: (error: Error & { code?: string }) => ({ type: error.name, code: error.code, message: String(error.message).slice(0, 2000), stack: error.stack?.slice(0, 4000) }),
    },
  }
  return destination ? pino(options, destination) : pino(options, pino.destination({ sync: false, minLength: 0 }))
}

/** What the kernel's background parts need of a logger. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>
