/** Column decorators that say what the kernel's conventions need said each time. */
import { Column, type ColumnOptions } from 'typeorm'

/** A `timestamptz` held as the product holds instants: an RFC 3339 string in UTC (kernel/database/instants.ts). */
export function InstantColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column('timestamptz', {
    ...options,
    transformer: {
      // TypeORM made a Date of the driver's string.
      from: (value: Date | string | null) => (value instanceof Date ? value.toISOString() : value),
      to: (value: unknown) => value,
    },
  })
}
