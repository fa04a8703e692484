import type { TestPlatform } from './test-platform.ts';

/** Rows written by one transaction, as the database saw them. */
export interface Written {
  /** Rows by table, as JSON, deleted ones included. */
  rows: { table: string; row: Record<string, unknown> }[];
}

/**
 * Records every row that the API writes, by transaction, so that a test can compare published
 * events with actual changes. Excludes writes of the test itself and rolled back ones.
 */
export async function record(platform: TestPlatform): Promise<{ take(): Promise<Written[]> }> {
  await platform.sql(`
    create schema recorder;
    create table recorder.written (number bigserial, xid xid8 not null, place text not null, content jsonb not null);
    create function recorder.note() returns trigger language plpgsql security definer set search_path = recorder as $$
      begin
        if current_setting('role') <> 'none' then
          insert into written (xid, place, content)
          values (pg_current_xact_id(), tg_table_name, to_jsonb(case when tg_op = 'DELETE' then old else new end));
        end if;
        return null;
      end $$;
    do $$ declare each text; begin
      for each in select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and c.relname not in ('outbox', 'feed_log', 'idempotency_record', 'schema_migration') loop
        -- Lines of the trail are written once; an erasure takes a name out of old ones, which tells of nothing.
        execute format('create trigger recorder after %s on public.%I for each row execute function recorder.note()',
          case each when 'audit_entry' then 'insert' else 'insert or update or delete' end, each);
      end loop;
    end $$`);
  return {
    async take() {
      const noted = await platform.sql<{
        xid: string;
        place: string;
        content: Record<string, unknown>;
      }>(
        'with taken as (delete from recorder.written returning *) select xid::text, place, content from taken order by number',
      );
      const transactions = new Map<string, Written>();
      for (const { xid, place, content } of noted) {
        if (!transactions.has(xid)) transactions.set(xid, { rows: [] });
        transactions.get(xid)!.rows.push({ table: place, row: content });
      }
      return [...transactions.values()];
    },
  };
}

/** Whether a caller's mutation wrote it: it is neither a count of guesses nor background work. */
export function isByCaller(transaction: Written): boolean {
  return !isByThePlatform(transaction) && !isCounted(transaction);
}

/** Whether a row is an audit entry. */
export function isLine({ table }: Written['rows'][number]): boolean {
  return table === 'audit_entry';
}

/**
 * Every guess of a password is counted, whatever its result. The counter limits guesses and changes
 * no other data.
 */
function isCounted({ rows: all }: Written): boolean {
  return all.every(({ table }) => table === 'sign_in_attempt');
}

/**
 * Background work of the platform carries its own name. The relay of an order between two
 * foundations names the order, whose audit entry is where it was given.
 */
function isByThePlatform({ rows: all }: Written): boolean {
  return all.some(
    ({ table, row }) =>
      (table === 'audit_entry' && row['actor_name'] === 'Linli') ||
      (table === 'transfer' &&
        /^(clearing|settlement):/.test(String(row['client_id'])) &&
        !all.some(isLine)),
  );
}
