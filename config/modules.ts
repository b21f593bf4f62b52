/** The product on one screen: every module it is made of. The order is for reading; the kernel arranges them by what they depend on. */
import type { ModuleSpec } from '#kernel/module'
import { healthModule } from '#modules/health/module'

export const productModules: readonly ModuleSpec[] = [healthModule]
