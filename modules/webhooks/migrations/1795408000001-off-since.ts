import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Since when an endpoint is off, so that what happened meanwhile can be sent when it is on again. Null while it is on, and for what was off before. */
export class OffSince1795408000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table webhook_endpoints add column off_since timestamptz`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table webhook_endpoints drop column off_since`)
  }
}
