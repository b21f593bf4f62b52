import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The look-up of a message by the provider's id sees where it belongs, not what it says. */
export class NarrowLookUps1795402000403 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select on outbox from bookflow_lookup`)
    await queryRunner.query(`grant select (org_id, id, channel, provider_id) on outbox to bookflow_lookup`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select (org_id, id, channel, provider_id) on outbox from bookflow_lookup`)
    await queryRunner.query(`grant select on outbox to bookflow_lookup`)
  }
}
