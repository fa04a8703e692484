import type { Logger } from 'pino';
import { limits } from '../common/limits.ts';
import { logRetried } from '../common/outage.ts';
import { readMigrations } from './migrate.ts';
import { type Queryable, statement } from './statement.ts';

/** Difference between the schema of a database and that of this node. */
export interface SchemaMismatch {
  readonly kind: 'newer' | 'older';
  /** Names of the migrations that one of the two lacks. */
  readonly migrations: readonly string[];
}

/**
 * Checks that the database has the schema version of this node. Beside a newer schema a node could
 * give wrong answers. So it refuses to serve, at its start and as soon as the database is migrated.
 */
export class SchemaVersion {
  private found: SchemaMismatch | null = null;
  /** Read once: files that change on disk later may belong to another release than this process. */
  private known: Promise<readonly string[]> | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Queryable,
    private readonly log: Logger,
  ) {}

  /** The difference; null while the versions match. */
  get mismatch(): SchemaMismatch | null {
    return this.found;
  }

  /** Throws when the versions do not match, then checks again every few seconds. */
  async start(): Promise<void> {
    await this.check();
    if (this.found) throw new Error(explanationOf(this.found));
    this.timer = setInterval(() => {
      this.check().catch((error: unknown) =>
        logRetried(this.log, error, 'The schema version of the database could not be read'),
      );
    }, limits.schemaCheckMs).unref();
  }

  close(): void {
    if (this.timer) clearInterval(this.timer);
  }

  async check(): Promise<void> {
    const applied = await this.database.rows<AppliedMigration>(selectApplied);
    const before = this.found?.kind;
    this.known ??= readMigrations().then((migrations) => migrations.map(({ name }) => name));
    this.found = mismatchOf(await this.known, applied);
    if (this.found && this.found.kind !== before)
      this.log.error(this.found, explanationOf(this.found));
    if (!this.found && before)
      this.log.warn('The database has the schema version of this node again');
  }
}

interface AppliedMigration {
  name: string;
  isExpansion: boolean;
}

/**
 * A migration that only adds objects, as its first line states, leaves older nodes in service; see
 * docs/operations.md.
 */
function mismatchOf(
  known: readonly string[],
  applied: readonly AppliedMigration[],
): SchemaMismatch | null {
  const unknown = applied.filter(({ name, isExpansion }) => !isExpansion && !known.includes(name));
  if (unknown.length > 0) return { kind: 'newer', migrations: unknown.map(({ name }) => name) };
  const present = new Set(applied.map(({ name }) => name));
  const missing = known.filter((name) => !present.has(name));
  return missing.length > 0 ? { kind: 'older', migrations: missing } : null;
}

function explanationOf({ kind, migrations }: SchemaMismatch): string {
  const names = migrations.join(', ');
  return kind === 'newer'
    ? `The database is newer than this node, which does not know ${names}: start the version of Linli that migrated it.`
    : `The database is older than this node, since ${names} has not run there: run "npm run migrate" first.`;
}

const selectApplied = statement(
  'database.selectApplied',
  'select name, is_expansion from schema_migration order by name',
);
