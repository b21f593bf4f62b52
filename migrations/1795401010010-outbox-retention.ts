import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Messages that wait for nobody any more (their module stays off, a restored backup set them aside) are found by age. */
export class OutboxRetention1795401010010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create index outbox_set_aside on outbox (created_at) where status in ('parked', 'quarantined')`)
    await queryRunner.query(`create index account_outbox_set_aside on account_outbox (created_at) where status = 'quarantined'`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index account_outbox_set_aside')
    await queryRunner.query('drop index outbox_set_aside')
  }
}
