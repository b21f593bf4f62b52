import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Empties every tenant table of an organisation whose grace period is over. No role of the application may delete from those tables: the function
 * runs as their owner, which row-level security blinds except for the organisation named (policy `purge`, made by tenant_table), and names it only
 * once it has seen that the deletion is due. Referring tables come before referred ones; the organisation's own row goes last, so that a purge
 * cut short goes on where it stopped. Tables of the audit module stay: the log outlives the organisation by its retention.
 */
export class OrganizationPurge1795400000201 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create function purge_organization(organization uuid, batch integer) returns integer
      language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        remaining oid[];
        target oid;
        deleted integer;
        refers_to_itself boolean;
      begin
        perform set_config('app.purge_org_id', organization::text, true);
        -- An hour past the end no request that was let in before it is still running.
        perform from organizations where org_id = organization and deletion_at < now() - interval '1 hour' for update;
        if not found then
          perform set_config('app.purge_org_id', '', true);
          return 0;
        end if;
        remaining := array(
          select c.oid from pg_class c join pg_policy p on p.polrelid = c.oid and p.polname = 'purge'
          where not c.relispartition and c.relname not like 'audit\\_%' and c.oid <> 'organizations'::regclass order by c.relname);
        while cardinality(remaining) > 0 loop
          select t.oid into target from unnest(remaining) as t (oid)
          where not exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = t.oid and f.conrelid <> t.oid and f.conrelid = any (remaining))
          limit 1;
          if not found then
            raise exception 'purge_organization: tables refer to each other in a cycle: %', remaining::regclass[];
          end if;
          refers_to_itself := exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = target and f.conrelid = target);
          execute format('delete from %1$s where org_id = $1 and (tableoid, ctid) in (select tableoid, ctid from %1$s where org_id = $1 limit $2)', target::regclass)
            using organization, case when refers_to_itself then null else batch end;
          get diagnostics deleted = row_count;
          if deleted > 0 then
            perform set_config('app.purge_org_id', '', true);
            return deleted;
          end if;
          remaining := array_remove(remaining, target);
        end loop;
        delete from organizations where org_id = organization;
        delete from organization_slugs where organization_id = organization;
        perform set_config('app.purge_org_id', '', true);
        return 1;
      end $$`)
    await queryRunner.query(`revoke execute on function purge_organization(uuid, integer) from public`)
    await queryRunner.query(`grant execute on function purge_organization(uuid, integer) to bookflow_cross`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop function purge_organization(uuid, integer)`)
  }
}
