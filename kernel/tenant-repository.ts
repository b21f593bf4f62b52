/**
 * A TypeORM repository that cannot leave its tenant: every read, write and delete carries the organisation of the current context.
 * Row-level security is the second net under it, not the first. Without it one forgotten predicate would show another organisation's rows.
 */
import type { DeepPartial, EntityTarget, FindManyOptions, FindOptionsOrder, FindOptionsWhere, ObjectLiteral } from 'typeorm'
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js'
import type { ExpectedVersion } from './http/etag.js'
import { notFound, staleVersion } from './http/problems.js'
import { newId } from './ids.js'
import { currentTenant } from './tenancy/context.js'
import type { Transactions } from './tenancy/transactions.js'

export interface TenantRow extends ObjectLiteral {
  org_id: string
  id: string
}

export class TenantRepository<Row extends TenantRow> {
  /** @param noun what a 404 and a 412 call it, e.g. `room` */
  constructor(
    private readonly transactions: Transactions,
    private readonly entity: EntityTarget<Row>,
    private readonly noun: string,
  ) {}

  /** @throws 404, the same for an id of another organisation as for one that never was */
  async get(id: string): Promise<Row> {
    const row = await this.find(id)
    if (!row) throw notFound(this.noun)
    return row
  }

  async find(id: string): Promise<Row | null> {
    return this.findOneBy({ id } as FindOptionsWhere<Row>)
  }

  async findOneBy(where: FindOptionsWhere<Row>): Promise<Row | null> {
    return this.transactions.run(({ manager }) => manager.findOne(this.entity, { where: this.scoped(where) }))
  }

  /** Bounded: 1,000 rows unless `take` says less. */
  async findBy(where: FindOptionsWhere<Row>, options: { order?: FindOptionsOrder<Row>; take?: number } = {}): Promise<Row[]> {
    const { order, take = 1_000 } = options
    const find: FindManyOptions<Row> = { where: this.scoped(where), take: Math.min(take, 1_000), ...(order ? { order } : {}) }
    return this.transactions.run(({ manager }) => manager.find(this.entity, find))
  }

  async countBy(where: FindOptionsWhere<Row>): Promise<number> {
    return this.transactions.run(({ manager }) => manager.count(this.entity, { where: this.scoped(where) }))
  }

  /** Inserts a row of this organisation; `id` is made unless given. @returns the row as the database has it, defaults included */
  async insert(row: Omit<DeepPartial<Row>, 'org_id'> & { id?: string }): Promise<Row> {
    const { org_id } = currentTenant()
    const id = row.id ?? newId()
    await this.transactions.run(({ manager }) => manager.insert(this.entity, { ...row, org_id, id } as unknown as QueryDeepPartialEntity<Row>))
    return this.get(id)
  }

  /**
   * Changes columns of one row.
   * @param expected the version the caller read, for entities with a `version` column, which grows by one
   * @throws 404, 412
   */
  async update(id: string, changes: QueryDeepPartialEntity<Row>, expected?: ExpectedVersion): Promise<Row> {
    const where = this.scoped({ id } as FindOptionsWhere<Row>)
    const pinned = typeof expected === 'number' ? { ...where, version: expected } : where
    const versioned = expected === undefined ? changes : { ...changes, version: () => 'version + 1' }
    const { affected } = await this.transactions.run(({ manager }) => manager.update(this.entity, pinned, versioned))
    if (affected === 1) return this.get(id)
    await this.get(id)
    throw staleVersion(this.noun)
  }

  /** @throws 404 */
  async delete(id: string): Promise<void> {
    const { affected } = await this.transactions.run(({ manager }) => manager.delete(this.entity, this.scoped({ id } as FindOptionsWhere<Row>)))
    if (affected !== 1) throw notFound(this.noun)
  }

  private scoped(where: FindOptionsWhere<Row>): FindOptionsWhere<Row> {
    return { ...where, org_id: currentTenant().org_id }
  }
}
