/** The product on one screen: every module it is made of. The order is for reading; the kernel arranges them by what they depend on. */
import type { ModuleSpec } from '#kernel/module'
import { approvalsModule } from '#modules/approvals/module'
import { auditModule } from '#modules/audit/module'
import { authModule } from '#modules/auth/module'
import { bookingsModule } from '#modules/bookings/module'
import { healthModule } from '#modules/health/module'
import { membersModule } from '#modules/members/module'
import { notificationsModule } from '#modules/notifications/module'
import { orgsModule } from '#modules/orgs/module'
import { reportsModule } from '#modules/reports/module'
import { resourcesModule } from '#modules/resources/module'
import { sseModule } from '#modules/sse/module'
import { systemModule } from '#modules/system/module'
import { webhooksModule } from '#modules/webhooks/module'
import { workflowsModule } from '#modules/workflows/module'

export const productModules: readonly ModuleSpec[] = [healthModule, authModule, orgsModule, membersModule, resourcesModule, bookingsModule, approvalsModule, workflowsModule, auditModule, sseModule, notificationsModule, webhooksModule, reportsModule, systemModule]
