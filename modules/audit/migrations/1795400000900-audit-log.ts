import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The append-only log, one partition a month. The application may insert and read through the parent and nothing else; partitions carry no grant,
 * or one could be read around its parent's policy.
 */
export class AuditLog1795400000900 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create sequence audit_log_seq`)
    await queryRunner.query(`grant usage on sequence audit_log_seq to bookflow_app`)
    await queryRunner.query(`
      create table audit_log (
        org_id uuid not null,
        at timestamptz(3) not null,
        id uuid not null,
        seq bigint not null default nextval('audit_log_seq'),
        outcome text not null check (outcome in ('done', 'refused')),
        actor_kind text not null check (actor_kind in ('user', 'api_key', 'system')),
        actor_id text not null,
        action text collate "C" not null,
        subject_kind text not null,
        subject_id text not null,
        changes jsonb check (jsonb_typeof(changes) = 'object'),
        request_id text not null,
        network cidr,
        primary key (org_id, at, id)
      ) partition by range (at)`)
    await queryRunner.query(`create index audit_log_entry on audit_log (org_id, id)`)
    await queryRunner.query(`create index audit_log_subject on audit_log (org_id, subject_id, at)`)
    await queryRunner.query(`create index audit_log_actor on audit_log (org_id, actor_id, at)`)
    await queryRunner.query(`create index audit_log_action on audit_log (org_id, action, at)`)
    await queryRunner.query(`select tenant_table('audit_log', 'select, insert')`)
    // The log outlives the organisation: not even the owner's own functions that purge one can reach it.
    await queryRunner.query(`drop policy if exists purge on audit_log`)

    // Made apart and attached: CREATE TABLE ... PARTITION OF would lock every writer out while it waits and works.
    await queryRunner.query(`
      create function audit_ensure_partitions() returns integer language plpgsql security definer
        set search_path = public, pg_temp set timezone = 'UTC' as $$
      declare
        first timestamptz;
        name text;
        made integer := 0;
      begin
        perform pg_advisory_xact_lock(hashtext('audit_ensure_partitions'));
        for ahead in 0..24 loop
          first := date_trunc('month', now()) + make_interval(months => ahead);
          name := 'audit_log_' || to_char(first, 'YYYY_MM');
          continue when to_regclass(name) is not null;
          execute format('create table %I (like audit_log including defaults including constraints)', name);
          execute format('alter table %I enable row level security', name);
          execute format('alter table %I force row level security', name);
          execute format('alter table audit_log attach partition %I for values from (%L) to (%L)', name, first, first + interval '1 month');
          made := made + 1;
        end loop;
        return made;
      end $$`)
    await queryRunner.query(`revoke execute on function audit_ensure_partitions() from public`)
    await queryRunner.query(`grant execute on function audit_ensure_partitions() to bookflow_app`)
    await queryRunner.query(`select audit_ensure_partitions()`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop function audit_ensure_partitions()`)
    await queryRunner.query(`drop table audit_log`)
    await queryRunner.query(`drop sequence audit_log_seq`)
  }
}
