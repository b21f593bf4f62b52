import type { ConsoleSession } from './console-session.js'

/** What the web process hands to the console's loaders and actions for one request. */
export interface ConsoleRequest {
  readonly session: ConsoleSession
  /** The script nonce of the content security policy that goes out with this answer. */
  readonly nonce: { readonly script: string; readonly style: string }
  readonly publicUrl: string
  /** True when the development mailbox is mounted: then sign-up and reset can say where their mail can be read. */
  readonly hasDevMailbox: boolean
  readonly logError: (error: unknown) => void
}

/** The part of the server bundle that `ui/server.ts` calls; `app/entry.server.tsx` exports it. */
export interface ConsoleEntry {
  createConsoleHandler(build: unknown): (request: Request, context: ConsoleRequest) => Promise<Response>
}
