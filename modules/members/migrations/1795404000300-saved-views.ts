import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Views of lists people keep under a name; each is its person's own. */
export class SavedViews1795404000300 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table saved_views (
        org_id uuid not null,
        id uuid not null,
        user_id uuid not null,
        screen text not null check (screen ~ '^[a-z][a-z-]{0,39}$'),
        name text not null check (length(name) between 1 and 80),
        query text not null check (length(query) <= 2000),
        created_at timestamptz not null default now(),
        primary key (org_id, id),
        constraint saved_views_name unique (org_id, user_id, screen, name),
        foreign key (org_id, user_id) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`select tenant_table('saved_views', 'select, insert, delete')`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table saved_views')
  }
}
