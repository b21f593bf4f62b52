import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Which kinds of mail a member does not want. No row means: wanted. */
export class NotificationPreferences1795400000800 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table notification_preferences (
        org_id uuid not null,
        user_id uuid not null,
        kind text not null check (kind ~ '^[a-z_]{1,40}$'),
        email boolean not null,
        updated_at timestamptz not null default now(),
        primary key (org_id, user_id, kind),
        foreign key (org_id, user_id) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`select tenant_table('notification_preferences', 'select, insert, update')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table notification_preferences')
  }
}
