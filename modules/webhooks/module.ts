import { configToken, loggerToken, modulesToken } from '#kernel/boot'
import { auth } from '#modules/auth/contract'
import { members } from '#modules/members/contract'
import { resources } from '#modules/resources/contract'
import { defineToken } from '#kernel/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { replayToken } from '#kernel/events/replay'
import { extensionsToken } from '#kernel/extensions'
import { pagesToken } from '#kernel/http/page'
import { accountMailToken } from '#kernel/mail/account-mail'
import { metricsToken } from '#kernel/metrics'
import { defineModule } from '#kernel/module'
import { moduleSwitchesToken } from '#kernel/tenancy/module-switches'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { AddressRules } from './address-rules.js'
import { deliveryChannel } from './attempt.js'
import { Catalogue, openApiWebhooks } from './catalogue.js'
import { webhooks } from './contract.js'
import { DeadLetters, deadLettersToken } from './dead-letters.js'
import { DeliveryLog, deliveryLogToken } from './delivery-log.js'
import { deliveryRoutes } from './delivery.routes.js'
import { DeliveryService, deliveryServiceToken } from './delivery.service.js'
import { dispatchChannel, dispatchSubscription } from './dispatch.js'
import { EndpointHealth, endpointHealthToken } from './endpoint-health.js'
import { EndpointRepository, endpointRepositoryToken } from './endpoint.repository.js'
import { endpointRoutes } from './endpoint.routes.js'
import { EndpointService, endpointServiceToken } from './endpoint.service.js'
import { german } from './german.js'
import { InboundEvents, inboundEventsToken } from './inbound-events.js'
import { InboundMetrics, inboundMetricsToken } from './inbound-metrics.js'
import { inboundRoutes } from './inbound.routes.js'
import { InboundService, inboundServiceToken } from './inbound.service.js'
import { Webhooks1795400001000 } from './migrations/1795400001000-webhooks.js'
import { InboundEvents1795405000000 } from './migrations/1795405000000-inbound-events.js'
import { OlderSecrets1795408000000 } from './migrations/1795408000000-older-secrets.js'
import { OffSince1795408000001 } from './migrations/1795408000001-off-since.js'
import { MissedEvents, missedEventsToken } from './missed-events.js'
import type { PostSettings } from './post.js'
import { purgeSchedule } from './purge.schedule.js'
import { Recovery, recoveryToken } from './recovery.js'
import { Sealing } from './sealing.js'

const catalogueToken = defineToken<Catalogue>('webhooks.catalogue')
const addressRulesToken = defineToken<AddressRules>('webhooks.addressRules')

/** @param posting the product's own, unless a test resolves names or hurries */
export function defineWebhooks(posting: Omit<PostSettings, 'rules'> = {}) {
  return defineModule({
    contract: webhooks,
    german,
    observer: true,
    migrations: [Webhooks1795400001000, InboundEvents1795405000000, OlderSecrets1795408000000, OffSince1795408000001],
    globalTables: { webhook_events: 'A provider speaks of mail by its own id: the organisation is found out afterwards, and account mail has none.' },
    bind(c) {
      c.bind(catalogueToken, (c) => new Catalogue(c.resolve(modulesToken)))
      c.bind(addressRulesToken, (c) => new AddressRules(c.resolve(configToken).egress.allowed_networks))
      c.bind(endpointRepositoryToken, (c) => new EndpointRepository(c.resolve(transactionsToken)))
      c.bind(missedEventsToken, (c) => new MissedEvents(c.resolve(transactionsToken), c.resolve(catalogueToken), c.resolve(eventRecorderToken)))
      c.bind(recoveryToken, (c) => new Recovery(c.resolve(transactionsToken), c.resolve(endpointRepositoryToken), c.resolve(replayToken), c.resolve(missedEventsToken), c.resolve(eventRecorderToken)))
      c.bind(deliveryLogToken, (c) => new DeliveryLog(c.resolve(transactionsToken)))
      c.bind(inboundEventsToken, (c) => new InboundEvents(c.resolve(transactionsToken)))
      c.bind(deadLettersToken, (c) => new DeadLetters(c.resolve(transactionsToken)))
      c.bind(
        endpointServiceToken,
        (c) =>
          new EndpointService(
            c.resolve(transactionsToken),
            c.resolve(endpointRepositoryToken),
            new Sealing(c.resolve(configToken).secrets.webhook_encryption),
            c.resolve(addressRulesToken),
            c.resolve(catalogueToken),
            c.resolve(resources.port),
            c.resolve(moduleSwitchesToken),
            c.resolve(recoveryToken),
            c.resolve(eventRecorderToken),
          ),
      )
      c.bind(
        endpointHealthToken,
        (c) => new EndpointHealth(c.resolve(transactionsToken), c.resolve(endpointRepositoryToken), c.resolve(endpointServiceToken), c.resolve(recoveryToken), c.resolve(members.port), c.resolve(eventRecorderToken)),
      )
      c.bind(
        deliveryServiceToken,
        (c) => new DeliveryService(c.resolve(transactionsToken), c.resolve(endpointRepositoryToken), c.resolve(deliveryLogToken), c.resolve(deadLettersToken), c.resolve(catalogueToken), c.resolve(replayToken), c.resolve(eventRecorderToken)),
      )
      c.bind(inboundMetricsToken, (c) => new InboundMetrics(c.resolve(metricsToken).registry))
      c.bind(inboundServiceToken, (c) => new InboundService(c.resolve(transactionsToken), c.resolve(accountMailToken), c.resolve(extensionsToken), c.resolve(auth.port), c.resolve(inboundMetricsToken), c.resolve(loggerToken)))
    },
    routes: (c) => async (app) => {
      const pages = c.resolve(pagesToken)
      await app.register(endpointRoutes(c.resolve(endpointServiceToken), c.resolve(deliveryServiceToken), pages))
      await app.register(deliveryRoutes(c.resolve(deliveryServiceToken), c.resolve(inboundEventsToken), c.resolve(catalogueToken), pages))
      await app.register(inboundRoutes(c.resolve(inboundServiceToken), c.resolve(inboundMetricsToken), c.resolve(configToken).mail.resend_webhook_secrets))
    },
    subscribes: () => [dispatchSubscription],
    channels: (c) => {
      const [transactions, endpoints, catalogue, recorder] = [c.resolve(transactionsToken), c.resolve(endpointRepositoryToken), c.resolve(catalogueToken), c.resolve(eventRecorderToken)] as const
      return [
        dispatchChannel({ transactions, endpoints, catalogue, recorder }),
        deliveryChannel({
          transactions,
          endpoints,
          secrets: c.resolve(endpointServiceToken),
          health: c.resolve(endpointHealthToken),
          log: c.resolve(deliveryLogToken),
          settings: { rules: c.resolve(addressRulesToken), ...posting },
        }),
        c.resolve(recoveryToken).channel(),
        c.resolve(inboundServiceToken).channel(),
      ]
    },
    schedules: (c) => [purgeSchedule(c.resolve(transactionsToken))],
    openapi: (modules) => ({ webhooks: openApiWebhooks(modules) }),
  })
}

export const webhooksModule = defineWebhooks()
