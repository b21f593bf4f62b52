import { Type } from 'typebox'
import { auth } from '#modules/auth/contract'
import { bookings } from '#modules/bookings/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { resources } from '#modules/resources/contract'
import { configToken } from '#kernel/boot'
import { eventRecorderToken } from '#kernel/events/recorder'
import { pagesToken } from '#kernel/http/page'
import { accountMailToken } from '#kernel/mail/account-mail'
import { defineModule, extend, on } from '#kernel/module'
import { moduleSwitchesToken } from '#kernel/tenancy/module-switches'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { ApprovalRepository, approvalRepositoryToken } from './approval.repository.js'
import { approvalRoutes } from './approval.routes.js'
import { ApprovalService, approvalServiceToken } from './approval.service.js'
import { approvals } from './contract.js'
import { DecisionService, decisionServiceToken } from './decision.service.js'
import { german } from './german.js'
import { DecidingService, decidingServiceToken } from './links/deciding.service.js'
import { IssuingService, issuingServiceToken } from './links/issuing.service.js'
import { LinkRepository } from './links/link.repository.js'
import { linkRoutes } from './links/link.routes.js'
import { purgeSchedule } from './links/purge.schedule.js'
import { Approvals1795400000600 } from './migrations/1795400000600-approvals.js'
import { ApprovalPeople1795400000601 } from './migrations/1795400000601-approval-people.js'
import { ApprovalsAsked1795403000000 } from './migrations/1795403000000-approvals-asked.js'
import { DecisionLinks1795401000001 } from './migrations/1795401000001-decision-links.js'
import { DecisionLinkAge1795401000004 } from './migrations/1795401000004-decision-link-age.js'
import { ApprovalsNarrowLookUps1795402000402 } from './migrations/1795402000402-narrow-look-ups.js'
import { OpeningService, openingServiceToken } from './opening.service.js'
import { ReassignmentService, reassignmentServiceToken } from './reassignment.service.js'
import { SwitchingService, switchingServiceToken } from './switching.service.js'
import { WorldReader, worldReaderToken } from './world.reader.js'

const reassignment = 'approvals.reassignment'
const reassign = () => [{ channel: reassignment, payload: {} }]

export const approvalsModule = defineModule({
  contract: approvals,
  german,
  migrations: [Approvals1795400000600, ApprovalPeople1795400000601, DecisionLinks1795401000001, DecisionLinkAge1795401000004, ApprovalsAsked1795403000000, ApprovalsNarrowLookUps1795402000402],
  bind: (c) => {
    c.bind(approvalRepositoryToken, (c) => new ApprovalRepository(c.resolve(transactionsToken)))
    c.bind(worldReaderToken, (c) => new WorldReader(c.resolve(members.port), c.resolve(resources.port)))
    c.bind(approvalServiceToken, (c) => new ApprovalService(c.resolve(transactionsToken), c.resolve(approvalRepositoryToken)))
    c.bind(
      openingServiceToken,
      (c) => new OpeningService(c.resolve(transactionsToken), c.resolve(moduleSwitchesToken), c.resolve(approvalRepositoryToken), c.resolve(worldReaderToken), c.resolve(eventRecorderToken)),
    )
    c.bind(
      decisionServiceToken,
      (c) => new DecisionService(c.resolve(transactionsToken), c.resolve(approvalRepositoryToken), c.resolve(worldReaderToken), c.resolve(bookings.port), c.resolve(eventRecorderToken)),
    )
    c.bind(switchingServiceToken, (c) => new SwitchingService(c.resolve(transactionsToken), c.resolve(approvalRepositoryToken), c.resolve(bookings.port), c.resolve(eventRecorderToken)))
    c.bind(
      reassignmentServiceToken,
      (c) => new ReassignmentService(c.resolve(transactionsToken), c.resolve(approvalRepositoryToken), c.resolve(worldReaderToken), c.resolve(bookings.port), c.resolve(eventRecorderToken)),
    )
    c.bind(
      issuingServiceToken,
      (c) => new IssuingService(c.resolve(transactionsToken), c.resolve(approvalRepositoryToken), c.resolve(worldReaderToken), new LinkRepository(c.resolve(transactionsToken)), c.resolve(accountMailToken)),
    )
    c.bind(decidingServiceToken, (c) => {
      const around = { accounts: c.resolve(auth.port), organization: c.resolve(orgs.port), people: c.resolve(members.port), resources: c.resolve(resources.port), bookings: c.resolve(bookings.port) }
      return new DecidingService(c.resolve(transactionsToken), new LinkRepository(c.resolve(transactionsToken)), c.resolve(approvalRepositoryToken), c.resolve(worldReaderToken), c.resolve(decisionServiceToken), around)
    })
    c.bind(approvals.port, (c) => ({
      covers: (input) => c.resolve(openingServiceToken).covers(input),
      history: (input) => c.resolve(approvalRepositoryToken).history(input),
    }))
  },
  routes: (c) => async (app) => {
    await app.register(approvalRoutes(c.resolve(approvalServiceToken), c.resolve(decisionServiceToken), c.resolve(pagesToken)))
    await app.register(linkRoutes(c.resolve(decidingServiceToken), c.resolve(configToken).auth_attempts_per_minute))
  },
  extends: (c) => [
    extend(bookings.extensionPoints.approvers, (question) => c.resolve(openingServiceToken).approversOf(question)),
    extend(bookings.extensionPoints.placed, (question) => c.resolve(openingServiceToken).placed(question)),
    extend(bookings.extensionPoints.released, ({ booking }) => c.resolve(openingServiceToken).released(booking)),
    extend(bookings.extensionPoints.visibleTo, ({ user_id, booking_ids }) => c.resolve(approvalServiceToken).bookingsVisibleTo(user_id, booking_ids)),
    extend(approvals.extensionPoints.invitation, (question) => c.resolve(issuingServiceToken).invite(question)),
    extend(approvals.extensionPoints.asked, () => c.resolve(approvalServiceToken).peopleAsked()),
    extend(approvals.extensionPoints.waiting, ({ user_id, limit }) => c.resolve(approvalServiceToken).waitingFor(user_id, limit)),
    extend(orgs.extensionPoints.switchingOff, async ({ module, pending }) => (module === approvals.name ? c.resolve(switchingServiceToken).switchingOff(pending) : undefined)),
  ],
  subscribes: () => [
    on(members.events.joined, reassign),
    on(members.events.role_changed, reassign),
    on(members.events.deactivated, reassign),
    on(members.events.reactivated, reassign),
    on(resources.events.updated, reassign),
  ],
  schedules: (c) => [purgeSchedule(c.resolve(transactionsToken))],
  channels: (c) => [
    {
      name: reassignment,
      payload: Type.Object({}),
      deliver: async () => {
        await c.resolve(reassignmentServiceToken).run()
        return {}
      },
    },
  ],
})
