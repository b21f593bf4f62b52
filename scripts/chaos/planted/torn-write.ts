/** A fault to be found: events, messages and audit rows are written in a transaction of their own, after the change. Loaded by the chaos run only. */
import { UnitOfWork } from '#kernel/tenancy/unit-of-work'

const { commit } = UnitOfWork.prototype
UnitOfWork.prototype.commit = async function () {
  if (this.scope.kind === 'tenant') {
    await this.execute({ text: 'commit' })
    await this.execute({ text: 'begin' })
    await this.execute({ text: `select set_config('app.org_id', $1, true)`, values: [this.scope.org_id] })
  }
  await commit.call(this)
}
