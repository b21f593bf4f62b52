import { approvals } from '#modules/approvals/contract'
import { bookings } from '#modules/bookings/contract'
import { members } from '#modules/members/contract'
import { resources } from '#modules/resources/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { pagesToken } from '#kernel/http/page'
import { defineModule, extend } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { workflows } from './contract.js'
import { german } from './german.js'
import { WorkflowRules1795400000700 } from './migrations/1795400000700-workflow-rules.js'
import { ReferenceService, referenceServiceToken } from './reference.service.js'
import { RuleRepository, ruleRepositoryToken } from './rule.repository.js'
import { ruleRoutes } from './rule.routes.js'
import { RuleService, ruleServiceToken } from './rule.service.js'
import { TrialService, trialServiceToken } from './trial.service.js'
import { VerdictService, verdictServiceToken } from './verdict.service.js'

export const workflowsModule = defineModule({
  contract: workflows,
  german,
  migrations: [WorkflowRules1795400000700],
  bind: (c) => {
    c.bind(ruleRepositoryToken, (c) => new RuleRepository(c.resolve(transactionsToken)))
    c.bind(referenceServiceToken, (c) => new ReferenceService(c.resolve(members.port), c.resolve(resources.port)))
    c.bind(ruleServiceToken, (c) => new RuleService(c.resolve(ruleRepositoryToken), c.resolve(referenceServiceToken), c.resolve(eventRecorderToken)))
    c.bind(verdictServiceToken, (c) => new VerdictService(c.resolve(ruleRepositoryToken), c.resolve(approvals.port), c.resolve(eventRecorderToken)))
    c.bind(
      trialServiceToken,
      (c) => new TrialService(c.resolve(transactionsToken), c.resolve(ruleRepositoryToken), c.resolve(ruleServiceToken), c.resolve(members.port), c.resolve(resources.port), c.resolve(bookings.port)),
    )
  },
  routes: (c) => ruleRoutes(c.resolve(ruleServiceToken), c.resolve(trialServiceToken), c.resolve(pagesToken)),
  extends: (c) => [
    extend(bookings.extensionPoints.drafting, async () => c.resolve(verdictServiceToken).prepare()),
    extend(bookings.extensionPoints.verdict, (draft) => c.resolve(verdictServiceToken).verdict(draft)),
    extend(bookings.extensionPoints.placed, async ({ booking }) => c.resolve(verdictServiceToken).placed(booking)),
  ],
})
