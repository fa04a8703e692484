import { type Queryable, statement } from '../../platform/database/statement.ts';

/** The zone that a foundation counts days in, an IANA name. */
export async function timeZoneOf(reader: Queryable, foundationId: string): Promise<string> {
  const [row] = await reader.rows<{ timeZone: string }>(selectZone, [foundationId]);
  return row?.timeZone ?? 'Asia/Shanghai';
}

const selectZone = statement('select time_zone from foundation where id = $1');
