import { Column, Entity, PrimaryColumn } from 'typeorm'
import { InstantColumn } from '#kernel/database/columns'

@Entity('resource_types')
export class ResourceTypeEntity {
  @PrimaryColumn('uuid')
  org_id!: string

  @PrimaryColumn('uuid')
  id!: string

  @Column('text')
  name!: string

  @Column('text')
  description!: string

  @Column('integer')
  version!: number

  @InstantColumn()
  created_at!: string
}
