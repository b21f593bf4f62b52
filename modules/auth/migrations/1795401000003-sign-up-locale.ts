import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The language somebody signed up in: that of the mail that proves the address, and of the account it makes. */
export class SignUpLocale1795401000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table sign_ups add column locale text check (length(locale) between 2 and 16)`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table sign_ups drop column locale')
  }
}
