import type { MigrationInterface, QueryRunner } from 'typeorm'

/** A person has so many sessions at most; the one used longest ago gives way, and says why it ended. */
export class SessionLimit1795402000300 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table sessions drop constraint sessions_revoked_reason_check`)
    await queryRunner.query(`
      alter table sessions add constraint sessions_revoked_reason_check
        check (revoked_reason in ('logout', 'ended', 'too_many', 'password_changed', 'password_reset', 'refresh_reused', 'revoked')) not valid`)
    // Apart from the change, so that nobody is locked out while the rows are read.
    await queryRunner.query(`alter table sessions validate constraint sessions_revoked_reason_check`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`update sessions set revoked_reason = 'ended' where revoked_reason = 'too_many'`)
    await queryRunner.query(`alter table sessions drop constraint sessions_revoked_reason_check`)
    await queryRunner.query(`
      alter table sessions add constraint sessions_revoked_reason_check
        check (revoked_reason in ('logout', 'ended', 'password_changed', 'password_reset', 'refresh_reused', 'revoked'))`)
  }
}
