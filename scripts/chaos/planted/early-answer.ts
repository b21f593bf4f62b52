/** A fault to be found: the answer leaves before the database has said COMMIT. Loaded into a process by the chaos run, never by the product. */
import { UnitOfWork } from '#kernel/tenancy/unit-of-work'

const { commit } = UnitOfWork.prototype
UnitOfWork.prototype.commit = async function () {
  commit.call(this).catch(() => undefined)
}
