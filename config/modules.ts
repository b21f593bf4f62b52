/** The product on one screen: every module it is made of. The order is for reading; the kernel arranges them by what they depend on. */
import type { ModuleSpec } from '#kernel/module'
import { auditModule } from '#modules/audit/module'
import { authModule } from '#modules/auth/module'
import { bookingsModule } from '#modules/bookings/module'
import { healthModule } from '#modules/health/module'
import { membersModule } from '#modules/members/module'
import { orgsModule } from '#modules/orgs/module'
import { resourcesModule } from '#modules/resources/module'
import { sseModule } from '#modules/sse/module'

export const productModules: readonly ModuleSpec[] = [healthModule, authModule, orgsModule, membersModule, resourcesModule, bookingsModule, auditModule, sseModule]
