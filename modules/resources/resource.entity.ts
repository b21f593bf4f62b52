import { Column, Entity, PrimaryColumn } from 'typeorm'
import { InstantColumn } from '#kernel/database/columns'
import type { OpeningHours, Resource } from './contract.js'

@Entity('resources')
export class ResourceEntity {
  @PrimaryColumn('uuid')
  org_id!: string

  @PrimaryColumn('uuid')
  id!: string

  @Column('text')
  name!: string

  @Column('uuid', { nullable: true })
  type_id!: string | null

  @Column('text')
  description!: string

  @Column('text')
  location!: string

  @Column('text')
  timezone!: string

  @Column('integer')
  units!: number

  @Column('integer', { nullable: true })
  seats!: number | null

  @Column('boolean')
  shows_titles!: boolean

  @Column('jsonb', { nullable: true })
  opening_hours!: OpeningHours | null

  @Column('jsonb')
  exceptions!: Resource['exceptions']

  @Column('integer')
  buffer_before_minutes!: number

  @Column('integer')
  buffer_after_minutes!: number

  @Column('integer')
  min_notice_minutes!: number

  @Column('integer')
  horizon_days!: number

  @Column('integer')
  min_duration_minutes!: number

  @Column('integer')
  max_duration_minutes!: number

  @Column('jsonb')
  attributes!: Resource['attributes']

  @InstantColumn({ nullable: true })
  archived_at!: string | null

  @Column('integer')
  version!: number

  @InstantColumn()
  created_at!: string

  @InstantColumn()
  updated_at!: string
}
