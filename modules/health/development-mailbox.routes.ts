import { Type } from 'typebox'
import type { KernelConfig } from '#kernel/config'
import { notFound } from '#kernel/http/problems'
import { pageHeaders } from '#kernel/http/security-headers'
import type { Routes } from '#kernel/module'
import type { Transactions } from '#kernel/tenancy/transactions'
import { isLocal } from './caller.js'
import { mailboxPage } from './development-mailbox.page.js'
import { latestAccountMails, type StubMail } from './stub-mails.query.js'

/** True where nobody sends mail and the only reader is who develops. Elsewhere the route does not exist. */
export function hasDevelopmentMailbox({ environment, mail }: KernelConfig): boolean {
  return environment !== 'production' && mail.resend_api_key === null
}

export function developmentMailboxRoutes(transactions: Transactions, publicUrl: string): Routes {
  return async (app) => {
    await app.register(pageHeaders, { publicUrl })
    app.get(
      '/dev/mailbox',
      { schema: { hide: true, response: { 200: Type.String() } }, config: { access: 'public', transaction: false } },
      async (request, reply) => {
        if (!isLocal(request)) throw notFound('page')
        const mails = await transactions.global((work) => work.query<StubMail>(latestAccountMails))
        return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(mailboxPage(mails, publicUrl, reply.cspNonce.style))
      },
    )
  }
}
