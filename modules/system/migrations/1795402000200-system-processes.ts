import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Who is there: each web and worker process keeps one row fresh while it runs. Global: a process serves every organisation. */
export class SystemProcesses1795402000200 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table system_processes (
        id uuid primary key,
        kind text not null check (kind in ('web', 'worker')),
        version text not null check (length(version) <= 100),
        node text not null check (length(node) <= 100),
        streams integer not null default 0 check (streams >= 0),
        started_at timestamptz not null,
        last_seen_at timestamptz not null default now()
      )`)
    await queryRunner.query(`grant select, insert, update, delete on system_processes to bookflow_app`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop table system_processes`)
  }
}
