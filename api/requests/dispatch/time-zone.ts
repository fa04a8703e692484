import { type Queryable, statement } from '../../platform/database/statement.ts';

/** The IANA time zone in which a foundation counts days. */
export async function timeZoneOf(reader: Queryable, foundationId: string): Promise<string> {
  const [row] = await reader.rows<{ timeZone: string }>(selectZone, { foundationId });
  return row?.timeZone ?? 'Asia/Shanghai';
}

const selectZone = statement(
  'requests.selectZone',
  'select time_zone from foundation where id = :foundationId',
);
