import type pg from 'pg';

/** Arrays are arrays of the column's type, objects are JSON. */
export type Row = Record<string, string | number | boolean | null | object>;

/** Tables of a foundation, referenced ones first. */
const tables = [
  'community',
  'team',
  'team_area',
  'person',
  'elder',
  'volunteer',
  'team_member',
  'role_grant',
  'availability_slot',
  'volunteer_profile',
  'service_kind',
  'dispatch_policy',
  'coin_account',
  'transfer',
  'entry',
  'joint_visit',
  'service_request',
  'request_timer',
  'visit',
  'request_change',
  'hours_record',
  'audit_entry',
  'star_policy',
  'star_policy_effect',
  'star_award',
  'evidence',
  'review_item',
  'certification',
  'visit_feedback',
  'consent',
  'outcome_measure',
] as const;
export type Table = (typeof tables)[number];

/**
 * Rows to write. Keys are the names of the code (`foundationId`); all rows of a table have the same
 * keys.
 */
export class Rows {
  private readonly byTable = new Map<Table, Row[]>();

  add(table: Table, row: Row): void {
    const rows = this.byTable.get(table);
    if (rows) rows.push(row);
    else this.byTable.set(table, [row]);
  }

  async write(client: pg.ClientBase): Promise<void> {
    for (const table of tables) await insertRows(client, table, this.byTable.get(table) ?? []);
  }
}

/** Inserts all rows of a table in one statement. */
export async function insertRows(
  client: pg.ClientBase,
  table: string,
  rows: readonly Row[],
  onConflict = '',
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).map(snakeCase);
  const list = columns.join(', ');
  await client.query(
    `insert into ${table} (${list}) select ${list} from json_populate_recordset(null::${table}, $1) ${onConflict}`,
    [
      JSON.stringify(
        rows.map((row) =>
          Object.fromEntries(Object.values(row).map((value, index) => [columns[index], value])),
        ),
      ),
    ],
  );
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z0-9]/g, (letter) => `_${letter.toLowerCase()}`);
}
