import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Readiness compares what ran with what this code expects, so the application may read the history (the runner's own table). */
export class ReadMigrationHistory1795400000850 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('grant select on schema_migrations to bookflow_app')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('revoke select on schema_migrations from bookflow_app')
  }
}
