import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What an organisation says in its mail in its own words. No row, or a row without words, means the product's; it stays for its version. */
export class NotificationWordings1795401000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table notification_wordings (
        org_id uuid not null,
        kind text not null check (kind ~ '^[a-z_]{1,40}$'),
        locale text not null check (locale ~ '^[a-z]{2}$'),
        subject text check (char_length(subject) between 1 and 200),
        opening text check (char_length(opening) <= 2000),
        closing text check (char_length(closing) <= 2000),
        version integer not null default 1 check (version >= 1),
        updated_at timestamptz not null default now(),
        primary key (org_id, kind, locale),
        constraint notification_wordings_whole check ((subject is null) = (opening is null) and (subject is null) = (closing is null))
      )`)
    await queryRunner.query(`select tenant_table('notification_wordings', 'select, insert, update')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table notification_wordings')
  }
}
