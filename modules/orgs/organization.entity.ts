import { Column, Entity, PrimaryColumn } from 'typeorm'
import { InstantColumn } from '#kernel/database/columns'

@Entity('organizations')
export class OrganizationEntity {
  /** Equal to `id`: the organisation is its own tenant. */
  @PrimaryColumn('uuid')
  org_id!: string

  @PrimaryColumn('uuid')
  id!: string

  @Column('text')
  name!: string

  @Column('text')
  slug!: string

  @Column('text')
  timezone!: string

  @Column('text')
  locale!: string

  @Column('text', { nullable: true })
  accent!: string | null

  @InstantColumn({ nullable: true })
  deletion_at!: string | null

  @Column('integer')
  version!: number

  @InstantColumn()
  created_at!: string
}
