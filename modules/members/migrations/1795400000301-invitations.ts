import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Invitations: an address, a role, and the hash of the link's token. One open invitation per address and organisation. */
export class Invitations1795400000301 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table invitations (
        org_id uuid not null,
        id uuid not null,
        email text not null check (length(email) between 3 and 254),
        email_folded text not null generated always as (lower(email collate "C")) stored,
        role text not null check (role in ('viewer', 'member', 'approver', 'admin', 'owner')),
        status text not null default 'pending' check (status in ('pending', 'accepted', 'revoked', 'expired')),
        invited_by uuid not null,
        accepted_by uuid check ((accepted_by is not null) = (status = 'accepted')),
        token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
        expires_at timestamptz not null,
        created_at timestamptz not null default now(),
        primary key (org_id, id),
        foreign key (org_id, invited_by) references memberships (org_id, user_id),
        foreign key (org_id, accepted_by) references memberships (org_id, user_id)
      )`)
    await queryRunner.query(`create unique index invitations_open on invitations (org_id, email_folded) where status = 'pending'`)
    await queryRunner.query(`create index invitations_by_token on invitations (token_hash)`)
    await queryRunner.query(`select tenant_table('invitations', 'select, insert, update')`)

    await queryRunner.query(`create policy lookup on invitations for select to bookflow_lookup using (true)`)
    await queryRunner.query(`grant select on invitations to bookflow_lookup`)
    await queryRunner.query(`
      create function invitation_of_token(hash text)
      returns table (org_id uuid, id uuid, email text, role text, status text, expires_at timestamptz, organization text, slug text, timezone text)
      language sql stable security definer set search_path = public, pg_temp as $$
        select i.org_id, i.id, i.email, i.role, i.status, i.expires_at, o.name, o.slug, o.timezone
        from invitations i join organizations o on o.org_id = i.org_id
        where i.token_hash = hash and (o.deletion_at is null or o.deletion_at > now())
      $$`)
    await queryRunner.query(`revoke execute on function invitation_of_token(text) from public`)
    await queryRunner.query(`grant execute on function invitation_of_token(text) to bookflow_app`)
    await queryRunner.query(`grant create on schema public to bookflow_lookup`)
    await queryRunner.query(`alter function invitation_of_token(text) owner to bookflow_lookup`)
    await queryRunner.query(`revoke create on schema public from bookflow_lookup`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop function invitation_of_token(text)`)
    await queryRunner.query(`drop table invitations`)
  }
}
