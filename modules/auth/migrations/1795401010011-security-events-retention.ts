import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Security events are kept for a year. The application's role still cannot delete any: that is the purge's, under the role that works across organisations. */
export class SecurityEventsRetention1795401010011 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('grant select, delete on security_events to bookflow_cross')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('revoke select, delete on security_events from bookflow_cross')
  }
}
