import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable } from '@react-router/node'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import {
  createRequestHandler,
  RouterContextProvider,
  ServerRouter,
  type EntryContext,
  type HandleErrorFunction,
  type ServerBuild,
} from 'react-router'
import type { ConsoleRequest } from '../server/console-request.js'
import { consoleContext } from './session/console-context.js'
import { visitorLanguage } from './language/languages.js'
import { currentLanguage, speaking } from './language/words.server.js'
import { onTheirClock } from './reading/told-moments.server.js'

/** After this many milliseconds an unfinished page is cut, its open boundaries as errors. */
export const streamTimeout = 5_000

/** Called by the web process, so that React Router's context classes exist once: in this bundle. */
export function createConsoleHandler(build: ServerBuild): (request: Request, console: ConsoleRequest) => Promise<Response> {
  const handle = createRequestHandler(build, 'production')
  return (request, console) => {
    const context = new RouterContextProvider()
    context.set(consoleContext, console)
    console.session.tell({ language: currentLanguage, reword: onTheirClock })
    return speaking(visitorLanguage(request.headers), () => handle(request, context))
  }
}

export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (!request.signal.aborted) context.get(consoleContext).logError(error)
}

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  context: RouterContextProvider,
): Promise<Response> | Response {
  headers.set('Content-Type', 'text/html; charset=utf-8')
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  const { nonce, logError } = context.get(consoleContext)
  const ready = isbot(request.headers.get('user-agent')) ? 'onAllReady' : 'onShellReady'
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => abort(), streamTimeout + 1_000)
    const { pipe, abort } = renderToPipeableStream(
      <ServerRouter context={routerContext} url={request.url} nonce={nonce.script} />,
      {
        nonce: nonce.script,
        [ready]() {
          const body = new PassThrough({
            final(done) {
              clearTimeout(timer)
              done()
            },
          })
          pipe(body)
          resolve(new Response(createReadableStreamFromReadable(body), { status, headers }))
        },
        onShellError(error: unknown) {
          clearTimeout(timer)
          reject(error)
        },
        onError: logError,
      },
    )
    request.signal.addEventListener('abort', () => abort(), { once: true })
  })
}
