import type { Routes } from '#kernel/module'
import { SystemSchema } from './contract.js'
import type { SystemService } from './system.service.js'

export function systemRoutes(service: SystemService): Routes {
  return async (app) => {
    app.get(
      '/system',
      {
        schema: { summary: 'The installation, for who runs it', response: { 200: SystemSchema } },
        // It opens transactions of its own, one across organisations among them.
        config: { access: 'session', transaction: false },
      },
      async ({ flow }) => service.read(flow.principal!),
    )
  }
}
