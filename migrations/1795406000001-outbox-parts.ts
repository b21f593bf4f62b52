import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What statistics, sweeper and a module that is switched on look for is found without reading what was sent. All three hold few rows. */
export class OutboxParts1795406000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create index account_outbox_in_flight on account_outbox (enqueued_at) where status = 'pending' and enqueued_at is not null`)
    await queryRunner.query(`create index account_outbox_dead on account_outbox (finished_at) where status = 'dead'`)
    await queryRunner.query(`create index outbox_parked on outbox (org_id, split_part(channel, '.', 1), seq) where status = 'parked'`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index outbox_parked')
    await queryRunner.query('drop index account_outbox_dead')
    await queryRunner.query('drop index account_outbox_in_flight')
  }
}
