import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger, runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { newClient, newPool } from './postgres-clients.ts';
import { rolePassword, roles } from './roles.ts';

export interface MigrateOptions {
  /**
   * Connection of an administrator: a superuser, or a role with CREATEROLE that owns the database.
   */
  url: string;
  onStep?: (text: string) => void;
}

/**
 * Creates roles and applies the pending migrations, each in its own transaction, in order of their
 * names. Returns the names of those applied. Throws when an applied migration was edited since.
 */
export async function migrate({ url, onStep }: MigrateOptions): Promise<string[]> {
  const client = newClient({ connectionString: url });
  await client.connect();
  try {
    // Several nodes may start at once. The first one migrates; the others wait and find nothing to
    // do.
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await createRoles(client, url);
    const ran: string[] = [];
    const pending = await pendingMigrations(client);
    await checkBaseline(client, pending);
    for (const migration of pending) {
      onStep?.(`migration ${migration.name}`);
      await run(client, migration);
      ran.push(migration.name);
    }
    await installJobs(client, url);
    return ran;
  } finally {
    await client.end();
  }
}

/**
 * Compares the database with this code: migrations that are pending, and applied ones that are
 * unknown here because the database belongs to a later release. Throws when an applied migration
 * was edited since.
 */
export async function migrationState({
  url,
}: Pick<MigrateOptions, 'url'>): Promise<{ pending: string[]; unknown: string[] }> {
  const client = newClient({ connectionString: url });
  await client.connect();
  try {
    const known = (await readMigrations()).map(({ name }) => name);
    const { rows } = await client.query<{ found: string | null }>(
      `select to_regclass('schema_migration') as found`,
    );
    if (!rows[0]?.found) return { pending: known, unknown: [] };
    const applied = await client.query<{ name: string }>(
      'select name from schema_migration order by name',
    );
    return {
      pending: (await pendingMigrations(client)).map(({ name }) => name),
      unknown: applied.rows.map(({ name }) => name).filter((name) => !known.includes(name)),
    };
  } finally {
    await client.end();
  }
}

/**
 * Installs the tables of graphile-worker in their own schema, which only the owner and the relay
 * may use.
 */
async function installJobs(client: pg.Client, url: string): Promise<void> {
  const owner = newPool({ connectionString: url, max: 1, options: `-c role=${roles.owner}` });
  try {
    await runMigrations({ pgPool: owner, logger: silent });
  } finally {
    await owner.end();
  }
  await client.query(`
    revoke all on all functions in schema graphile_worker from public;
    grant usage on schema graphile_worker to ${roles.relay};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${roles.relay};
    grant usage on all sequences in schema graphile_worker to ${roles.relay};
    grant execute on all functions in schema graphile_worker to ${roles.relay}`);
}

const silent = new Logger(() => () => {});

/** Key of the advisory lock: the letters "linl" in ASCII. Nothing else in the database uses it. */
const migrationLock = 0x6c_69_6e_6c;

/**
 * First line of a migration that only adds objects. Nodes without it may stay in service, since
 * they neither read nor write them.
 */
const expansionMark = '-- expansion';

interface Migration {
  name: string;
  text: string;
  hash: string;
  /** Whether it belongs to the files that make a new database. */
  isBaseline: boolean;
}

async function createRoles(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ isSuper: boolean; database: string; version: string }>(
    `select rolsuper as "isSuper", current_database() as database, current_setting('server_version_num') as version
     from pg_roles where rolname = current_user`,
  );
  const isOld = Number(rows[0]?.version) < 160_000;
  const existing = new Set(
    (await client.query<{ rolname: string }>('select rolname from pg_roles')).rows.map(
      (row) => row.rolname,
    ),
  );
  for (const role of [roles.owner, ...actingRoles]) {
    if (!existing.has(role)) await createRole(client, `create role ${role} nologin noinherit`);
  }
  if (!existing.has(roles.login))
    await createRole(client, `create role ${roles.login} login noinherit`);
  if (!existing.has(roles.relay))
    await createRole(client, `create role ${roles.relay} login noinherit bypassrls`);
  for (const role of [roles.login, roles.relay]) {
    await client.query(
      `alter role ${role} password ${client.escapeLiteral(rolePassword(url, role))}`,
    );
  }
  for (const role of actingRoles) {
    // Before PostgreSQL 16, NOINHERIT on the role itself has this effect.
    await client.query(
      `grant ${role} to ${roles.login}${isOld ? '' : ' with inherit false, set true'}`,
    );
  }
  if (!rows[0]?.isSuper)
    await client.query(
      `grant ${roles.owner} to current_user${isOld ? '' : ' with inherit true, set true'}`,
    );
  const database = client.escapeIdentifier(rows[0]?.database ?? '');
  await client.query(`revoke all on database ${database} from public`);
  await client.query(`grant connect on database ${database} to ${roles.login}, ${roles.relay}`);
  await client.query(`grant create, connect on database ${database} to ${roles.owner}`);
  await client.query('revoke all on schema public from public');
  await client.query(`grant usage, create on schema public to ${roles.owner}`);
  await client.query(`grant usage on schema public to ${everybody.join(', ')}`);
  await client.query(`
    create table if not exists schema_migration (name text primary key, hash text not null, applied_at timestamptz not null default now());
    alter table schema_migration add column if not exists is_expansion boolean not null default false;
    grant select on schema_migration to ${roles.relay};
  `);
}

const actingRoles = [roles.member, roles.partner, roles.impact, roles.identity, roles.headBank];
const everybody = [...actingRoles, roles.relay];

/** Roles belong to the server, and another of its databases may be migrating at the same time. */
async function createRole(client: pg.Client, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code !== duplicateObject && code !== uniqueViolation) throw error;
  }
}

const duplicateObject = '42710';
const uniqueViolation = '23505';

async function pendingMigrations(client: pg.Client): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; hash: string }>(
    'select name, hash from schema_migration',
  );
  const applied = new Map(rows.map((row) => [row.name, row.hash]));
  const all = await readMigrations();
  for (const { name, hash } of all) {
    if (applied.has(name) && applied.get(name) !== hash) {
      throw new MigrationError(
        `Migration ${name} was changed after it ran here; write a new migration, or drop this database with npm run reset.`,
      );
    }
  }
  return all.filter(({ name }) => !applied.has(name));
}

/**
 * The files of the baseline make a database together. One that has only some of them was made by a
 * version before 0.1.0.
 */
async function checkBaseline(client: pg.Client, pending: readonly Migration[]): Promise<void> {
  const missing = pending.find(({ isBaseline }) => isBaseline);
  const { rows } = await client.query<{ isNew: boolean }>(
    'select count(*) = 0 as "isNew" from schema_migration',
  );
  if (missing && !rows[0]?.isNew)
    throw new MigrationError(
      `The database was made by another version before 0.1.0 (${missing.name} has not run in it), and no migration leads from there: drop it with npm run reset.`,
    );
}

/** An error that says which file is at fault and what to do, so that a stack would add nothing. */
export class MigrationError extends Error {}

/**
 * The schema steps that this version knows, in the order in which they run: the files of the
 * baseline, which make a new database, then the migrations since version 0.1.0.
 */
export async function readMigrations(): Promise<Migration[]> {
  return [...(await stepsIn('sql', true)), ...(await stepsIn('migrations', false))];
}

async function stepsIn(folder: string, isBaseline: boolean): Promise<Migration[]> {
  const directory = join(schemaDirectory(), folder);
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(directory, name), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex'), isBaseline };
    }),
  );
}

/** The compiled code is in build/; the SQL files stay in the source tree. */
function schemaDirectory(): string {
  const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]build[\\/]?$/, '');
  return join(root, 'schema');
}

async function run(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local role ${roles.owner}`);
    await client.query(migration.text);
    await client.query('reset role');
    await client.query(
      'insert into schema_migration (name, hash, is_expansion) values ($1, $2, $3)',
      [migration.name, migration.hash, migration.text.startsWith(expansionMark)],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new MigrationError(`Migration ${migration.name} failed: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
