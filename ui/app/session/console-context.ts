import { createContext } from 'react-router'
import type { ConsoleRequest } from '../../server/console-request.js'

/** The web process sets it on every request; loaders and actions reach REST through it and nothing else. */
export const consoleContext = createContext<ConsoleRequest>()
