import pg from 'pg';
import type { Statement } from './statement.ts';
import { camelCase, rowTypes } from './rows.ts';

/**
 * Runs a prepared statement on a client, with the values that `valuesOf` puts in order. Returns
 * plain rows with camelCase keys, instants as ISO text, bigint as text.
 */
export async function runRows<T>(
  client: pg.ClientBase,
  statement: Statement,
  values: readonly unknown[],
): Promise<T[]> {
  return answered((resolve, reject) => {
    client.query(new RowQuery(statement, values, resolve as (rows: unknown[]) => void, reject));
  });
}

/** Runs statements of which only success matters: those that open a snapshot. */
export async function execute(client: pg.ClientBase, text: string): Promise<void> {
  return answered((resolve, reject) => {
    client.query(new QuietQuery(text, resolve, reject));
  });
}

async function answered<T>(
  ask: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
): Promise<T> {
  try {
    return await new Promise(ask);
  } catch (error) {
    // The stack was captured where the answer was read. The caller's stack is more useful.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}

/**
 * A query of the driver, with the callbacks for its answer. The types of the driver leave them out.
 */
class DriverQuery extends (pg.Query as unknown as new (
  config: string | pg.QueryConfig,
) => pg.Query & {
  prepare(wire: DriverConnection): void;
}) {
  handleCommandComplete(): void {}
}

/** Connection object of the driver. */
interface DriverConnection {
  describe(what: { type: 'P'; name: string }): void;
}

interface Column {
  name: string;
  parse: (text: string) => unknown;
}

/** Cached column descriptions of the prepared statements of a connection. */
interface PreparedColumns {
  columns: Map<string, readonly Column[]>;
  undescribed: DriverConnection;
}

const knownOf = new WeakMap<DriverConnection, PreparedColumns>();

/**
 * The driver's query without costs that a hot read can avoid. The server describes the columns once
 * per connection and not with every answer, and rows become objects at once. The server refuses a
 * prepared statement whose columns have changed.
 */
class RowQuery extends DriverQuery {
  private readonly found: unknown[] = [];
  private columns: readonly Column[] = [];
  private broken: unknown = null;
  private known: PreparedColumns | null = null;

  constructor(
    private readonly statement: Statement,
    values: readonly unknown[],
    private readonly resolve: (rows: unknown[]) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    super({ name: statement.preparedName, text: statement.text, values: values as unknown[] });
  }

  override prepare(wire: DriverConnection): void {
    const known = (this.known = knownFor(wire));
    const columns = known.columns.get(this.statement.preparedName);
    if (columns) this.columns = columns;
    super.prepare(columns ? known.undescribed : wire);
  }

  handleRowDescription({ fields }: { fields: readonly pg.FieldDef[] }): void {
    this.columns = fields.map(({ name, dataTypeID }) => ({
      name: camelCase(name),
      parse: rowTypes.getTypeParser(dataTypeID, 'text') as Column['parse'],
    }));
    const { preparedName } = this.statement;
    if (preparedName !== '') this.known!.columns.set(preparedName, this.columns);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    try {
      const row: Record<string, unknown> = {};
      for (let index = 0; index < fields.length; index += 1) {
        const { name, parse } = this.columns[index]!;
        const text = fields[index]!;
        row[name] = text === null ? null : parse(text);
      }
      this.found.push(row);
    } catch (error) {
      this.broken = error;
    }
  }

  handleError(error: unknown): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.broken) this.reject(this.broken);
    else this.resolve(this.found);
  }
}

class QuietQuery extends DriverQuery {
  constructor(
    text: string,
    private readonly resolve: () => void,
    private readonly reject: (error: unknown) => void,
  ) {
    super(text);
  }

  handleRowDescription(): void {}

  handleDataRow(): void {}

  handleError(error: unknown): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve();
  }
}

function knownFor(wire: DriverConnection): PreparedColumns {
  let known = knownOf.get(wire);
  if (!known) {
    const undescribed = Object.create(wire, { describe: { value: () => {} } }) as DriverConnection;
    knownOf.set(wire, (known = { columns: new Map(), undescribed }));
  }
  return known;
}
