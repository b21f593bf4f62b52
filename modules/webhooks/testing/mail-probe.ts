/** A module that sends mail by a provider that names it, and notes what is said to have become of it: for tests of inbound webhooks. */
import { Type } from 'typebox'
import { defineContract, defineEvent, definePermission } from '#kernel/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { defineModule, extend } from '#kernel/module'
import { webhooks, type MailOutcome } from '../contract.js'

const read = definePermission('probe:read', 'viewer', 'see what became of mail')

export const probe = defineContract({
  name: 'probe',
  reads: [webhooks],
  permissions: { read },
  events: { noted: defineEvent('probe.noted', Type.Object({ outcome: Type.String(), bounce_type: Type.Union([Type.String(), Type.Null()]) }), { audience: read, description: 'Something became of a mail.' }) },
})

/** Questions asked about account mail, which has no organisation to note it in. */
export const accountOutcomes: MailOutcome[] = []

export const probeModule = defineModule({
  contract: probe,
  channels: () => [
    { name: 'probe.mail', payload: Type.Object({ provider_id: Type.String() }), deliver: async ({ payload }) => ({ provider_id: String(payload['provider_id']) }) },
    { name: 'probe.account', scope: 'account', payload: Type.Object({ provider_id: Type.String() }), deliver: async ({ payload }) => ({ provider_id: String(payload['provider_id']) }) },
  ],
  extends: (c) => [
    extend(webhooks.extensionPoints.mailOutcome, async (question) => {
      if (question.scope === 'account') accountOutcomes.push(question)
      else c.resolve(eventRecorderToken).emit(probe.events.noted, { subject: { kind: 'mail', id: question.outbox_id }, data: { outcome: question.outcome, bounce_type: question.bounce_type } })
    }),
  ],
})
