import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The ledger as an organisation reads it. It stays global, because a report arrives before anybody knows whose mail it is about; but who acts within an organisation
 * sees that organisation's rows alone, whatever a statement says.
 */
export class InboundEvents1795405000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table webhook_events add column copies integer not null default 0`)
    await queryRunner.query(`create index webhook_events_of_org on webhook_events (org_id, received_at desc, source desc, event_id desc) where org_id is not null`)
    await queryRunner.query(`alter table webhook_events enable row level security`)
    await queryRunner.query(`alter table webhook_events force row level security`)
    await queryRunner.query(`create policy own on webhook_events for all to bookflow_app using (current_org_id() is null or org_id = current_org_id()) with check (current_org_id() is null)`)
    await queryRunner.query(`create policy cross_tenant on webhook_events for all to bookflow_cross using (true) with check (true)`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop policy cross_tenant on webhook_events`)
    await queryRunner.query(`drop policy own on webhook_events`)
    await queryRunner.query(`alter table webhook_events no force row level security`)
    await queryRunner.query(`alter table webhook_events disable row level security`)
    await queryRunner.query(`drop index webhook_events_of_org`)
    await queryRunner.query(`alter table webhook_events drop column copies`)
  }
}
