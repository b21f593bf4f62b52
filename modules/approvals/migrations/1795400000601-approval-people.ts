import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Who has a part in a request, beside it: asking the steps instead made the planner read those of every organisation for each page of bookings
 * somebody looks at.
 */
export class ApprovalPeople1795400000601 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table approvals add column people uuid[] not null default '{}'`)
    // Row-level security holds for the owner too while it is forced, and would hide every row to be filled.
    const tables = ['approvals', 'approval_steps', 'approval_decisions']
    for (const table of tables) await queryRunner.query(`alter table ${table} no force row level security`)
    await queryRunner.query(`
      update approvals a set people = array(
        select unnest(a.excluded_ids)
        union select unnest(s.approver_ids) from approval_steps s where s.org_id = a.org_id and s.approval_id = a.id
        union select d.user_id from approval_decisions d where d.org_id = a.org_id and d.approval_id = a.id)`)
    for (const table of tables) await queryRunner.query(`alter table ${table} force row level security`)
    await queryRunner.query(`alter table approvals alter column people drop default`)
    await queryRunner.query(`alter table approvals add constraint approvals_people_have_part check (excluded_ids <@ people)`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table approvals drop column people`)
  }
}
