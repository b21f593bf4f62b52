import { Type } from 'typebox'
import { bookings } from '#modules/bookings/contract'
import { members } from '#modules/members/contract'
import { orgs } from '#modules/orgs/contract'
import { resources } from '#modules/resources/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { pagesToken } from '#kernel/http/page'
import { defineModule, extend, on } from '#kernel/module'
import { moduleSwitchesToken } from '#kernel/tenancy/module-switches'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { ApprovalRepository, approvalRepositoryToken } from './approval.repository.js'
import { approvalRoutes } from './approval.routes.js'
import { ApprovalService, approvalServiceToken } from './approval.service.js'
import { approvals } from './contract.js'
import { DecisionService, decisionServiceToken } from './decision.service.js'
import { Approvals1795400000600 } from './migrations/1795400000600-approvals.js'
import { ApprovalPeople1795400000601 } from './migrations/1795400000601-approval-people.js'
import { ApprovalsAsked1795403000000 } from './migrations/1795403000000-approvals-asked.js'
import { OpeningService, openingServiceToken } from './opening.service.js'
import { ReassignmentService, reassignmentServiceToken } from './reassignment.service.js'
import { SwitchingService, switchingServiceToken } from './switching.service.js'
import { WorldReader, worldReaderToken } from './world.reader.js'

const reassignment = 'approvals.reassignment'
const reassign = () => [{ channel: reassignment, payload: {} }]

export const approvalsModule = defineModule({
  contract: approvals,
  migrations: [Approvals1795400000600, ApprovalPeople1795400000601, ApprovalsAsked1795403000000],
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
    c.bind(approvals.port, (c) => ({
      covers: (input) => c.resolve(openingServiceToken).covers(input),
      history: (input) => c.resolve(approvalRepositoryToken).history(input),
    }))
  },
  routes: (c) => approvalRoutes(c.resolve(approvalServiceToken), c.resolve(decisionServiceToken), c.resolve(pagesToken)),
  extends: (c) => [
    extend(bookings.extensionPoints.approvers, (question) => c.resolve(openingServiceToken).approversOf(question)),
    extend(bookings.extensionPoints.placed, (question) => c.resolve(openingServiceToken).placed(question)),
    extend(bookings.extensionPoints.released, ({ booking }) => c.resolve(openingServiceToken).released(booking)),
    extend(bookings.extensionPoints.visibleTo, ({ user_id, booking_ids }) => c.resolve(approvalServiceToken).bookingsVisibleTo(user_id, booking_ids)),
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
