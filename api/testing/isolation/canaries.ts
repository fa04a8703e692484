import { encodeId, type IdPrefix, idPrefixes, newId } from '../../../schema/ids.ts';
import type { TestPlatform } from '../test-platform.ts';

/** Canaries that must stay hidden from a prober: ids and words of rows beyond its border. */
export interface Hidden {
  /** The isolation border: between foundations, or between communities of one. */
  border: 'foundation' | 'community';
  /** Global ids of one or more rows of each noun. */
  ids: ReadonlyMap<IdPrefix, readonly string[]>;
  /** Suffixes of global ids, uuids, and words that occur only in hidden rows. */
  marks: ReadonlySet<string>;
}

/** Canaries of another foundation. */
export async function hiddenInFoundation(
  platform: TestPlatform,
  foundationId: string,
): Promise<Hidden> {
  return {
    border: 'foundation',
    ...(await hidden(platform, 'foundation_id', foundationId, 'foundation')),
  };
}

/** Canaries of another community of the same foundation. */
export async function hiddenInCommunity(
  platform: TestPlatform,
  communityId: string,
): Promise<Hidden> {
  return {
    border: 'community',
    ...(await hidden(platform, 'community_id', communityId, 'community')),
  };
}

/** One own row of each noun: from the community if it has one, else from the foundation. */
export async function ownIds(
  platform: TestPlatform,
  foundationId: string,
  communityId: string | undefined,
): Promise<ReadonlyMap<IdPrefix, string>> {
  const found = new Map<IdPrefix, string>();
  for (const { prefix, table, columns } of await nounTables(platform)) {
    const scope = columns.has('foundation_id')
      ? 'foundation_id = $1'
      : table === 'foundation'
        ? 'id = $1'
        : '$1::uuid is not null';
    const nearest = columns.has('community_id')
      ? 'order by (community_id is not distinct from $2::uuid) desc, id'
      : 'order by $2::uuid, id';
    const [row] = await platform.sql<{ id: string }>(
      `select id from ${table} where ${scope} ${nearest} limit 1`,
      [foundationId, communityId ?? null],
    );
    found.set(prefix, encodeId(prefix, row?.id ?? newId()));
  }
  return found;
}

/** An id without a row. */
export function nobodysId(prefix: IdPrefix): string {
  return encodeId(prefix, newId());
}

/** Probed rows of each noun; more in `npm run soak`. */
const idsMax = process.env.LINLI_SOAK ? 5 : 1;

interface NounTable {
  prefix: IdPrefix;
  table: string;
  columns: ReadonlySet<string>;
}

/** Tables of nouns with a global id, found by name. */
export async function nounTables(platform: TestPlatform): Promise<NounTable[]> {
  const rows = await platform.sql<{ table: string; columns: string[] }>(
    `select table_name as table, array_agg(column_name::text) as columns from information_schema.columns where table_schema = 'public' group by 1`,
  );
  const tables = new Map(rows.map(({ table, columns }) => [table, new Set(columns)]));
  return (Object.keys(idPrefixes) as IdPrefix[]).flatMap((prefix) => {
    const table = idPrefixes[prefix].replaceAll(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
    const columns = tables.get(table);
    return columns ? [{ prefix, table, columns }] : [];
  });
}

async function hidden(
  platform: TestPlatform,
  column: string,
  value: string,
  itself: IdPrefix,
): Promise<Omit<Hidden, 'border'>> {
  const ids = new Map<IdPrefix, string[]>();
  for (const { prefix, table, columns } of await nounTables(platform)) {
    // Rows of several communities have a list of them.
    const place = columns.has(column)
      ? `${column} = $1`
      : columns.has(`${column}s`)
        ? `$1 = any (${column}s)`
        : null;
    if (!place) continue;
    const rows = await platform.sql<{ id: string }>(
      `select id from ${table} where ${place} order by id limit ${idsMax}`,
      [value],
    );
    if (rows.length > 0)
      ids.set(
        prefix,
        rows.map(({ id }) => encodeId(prefix, id)),
      );
  }
  ids.set(itself, [encodeId(itself, value)]);
  const tables = await platform.sql<{ table: string; columns: string[] }>(
    `select c.table_name as table, array_agg(c.column_name::text) filter (where c.data_type in ('text', 'uuid')) as columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' group by 1 having bool_or(c.column_name = $1)`,
    [column],
  );
  const marks = new Set<string>(marksOf(value));
  const elsewhere = new Set<string>();
  for (const { table, columns } of tables) {
    const rows = await platform.sql<Record<string, string | null>>(
      `select ${columns.join(', ')}, (${column} = $1) is true as "isHidden" from ${table}`,
      [value],
    );
    for (const { isHidden, ...row } of rows) {
      for (const [name, content] of Object.entries(row)) {
        // Foreign keys point outside the row; only the row's own content is a canary.
        if (content === null || (name.endsWith('_id') && name !== 'person_id')) continue;
        // The operation of an idempotency record is the name of a field of the API.
        if (table === 'idempotency_record' && name === 'operation') continue;
        for (const mark of name === 'id' ? marksOf(content) : [content])
          (isHidden ? marks : elsewhere).add(mark);
      }
    }
  }
  for (const mark of marks) if (elsewhere.has(mark) || !isTelling(mark)) marks.delete(mark);
  return { ids, marks };
}

/** All forms of an id in an answer. */
function marksOf(uuid: string): string[] {
  return [uuid, encodeId('person', uuid).split('_')[1] ?? uuid];
}

/** States and other common words are not canaries. */
function isTelling(mark: string): boolean {
  return (
    mark.length > 1 &&
    !/^[A-Z_]+$/.test(mark) &&
    !/^[\w:-]{1,8}$/.test(mark) &&
    !/^[A-Za-z]+:[A-Za-z]+$/.test(mark)
  );
}
