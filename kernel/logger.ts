/** Structured logs: one JSON line per event, secrets redacted, long fields cut. Without the redaction a token in a header would stay in a log for ever. */
import { pino, type DestinationStream, type Logger } from 'pino'
import type { KernelConfig } from './config.js'

const secretFields = ['password', 'token', 'access_token', 'refresh_token', 'secret', 'authorization', 'cookie', 'set-cookie']

/** @param destination where lines go; standard output, asynchronously, unless told otherwise */
export function createLogger(config: KernelConfig, destination?: DestinationStream): Logger {
  const options = {
    level: config.log_level,
    base: null,
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
