import { Pipeline } from '../platform/database/pipeline.ts';
import { ReadSnapshot } from '../platform/database/read-snapshot.ts';
import {
  type Queryable,
  type Statement,
  statement,
  type StatementParameters,
} from '../platform/database/statement.ts';

export interface BufferCounter {
  /**
   * Pages of tables and indexes that the operation's statements visit, in all and by statement. The
   * number depends on plans and rows, and not on the machine or its load.
   */
  during(operation: () => Promise<unknown>): Promise<Buffers>;
  /** Ends counting. Other test files of the worker share the patched classes. */
  stop(): void;
}

export interface Buffers {
  readonly total: number;
  readonly byStatement: ReadonlyMap<string, number>;
}

type Rows = (query: Statement, parameters?: StatementParameters) => Promise<unknown[]>;

/** Counts the buffers of each statement of snapshots and transactions, as the platform runs it. */
export function countBuffers(): BufferCounter {
  let counts: Map<string, number> | null = null;
  const last = new WeakMap<object, Promise<unknown>>();
  const restore: (() => void)[] = [];
  const patch = (prototype: object, method: string): void => {
    const original = Object.getOwnPropertyDescriptor(prototype, method)!;
    const run = original.value as Rows;
    const readCount = async (reader: Queryable): Promise<number> =>
      ((await plainRows.call(reader, selectBuffers)) as { buffers: number }[])[0]!.buffers;
    const plainRows = Object.getOwnPropertyDescriptor(prototype, 'rows')!.value as Rows;
    Object.defineProperty(prototype, method, {
      ...original,
      async value(this: Queryable, query: Statement, parameters?: StatementParameters) {
        // One statement after the other, so that each count belongs to one.
        const counted = (last.get(this) ?? Promise.resolve()).then(async () => {
          if (!counts) return run.call(this, query, parameters);
          const before = await readCount(this);
          const rows = await run.call(this, query, parameters);
          const buffers = (await readCount(this)) - before;
          counts?.set(query.name, (counts.get(query.name) ?? 0) + buffers);
          return rows;
        });
        last.set(
          this,
          counted.catch(() => {}),
        );
        return counted;
      },
    });
    restore.push(() => Object.defineProperty(prototype, method, original));
  };
  // The wider one first: it counts by the method that the other patch replaces.
  patch(ReadSnapshot.prototype, 'rowsAcrossCommunities');
  patch(ReadSnapshot.prototype, 'rows');
  patch(Pipeline.prototype, 'rows');
  return {
    async during(operation) {
      const byStatement = new Map<string, number>();
      counts = byStatement;
      try {
        await operation();
      } finally {
        counts = null;
      }
      return { total: [...byStatement.values()].reduce((sum, each) => sum + each, 0), byStatement };
    },
    stop: () => restore.forEach((each) => each()),
  };
}

/** Statistics of the transaction itself, which exist before they are published. */
const selectBuffers = statement(
  'testing.selectBuffers',
  `select coalesce(sum(pg_stat_get_xact_blocks_fetched(oid)), 0)::int as buffers
   from pg_class where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace`,
);
