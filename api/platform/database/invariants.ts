import type pg from 'pg';
import { newClient } from './postgres-clients.ts';
import { roles, urlOfRole } from './roles.ts';
import { runRows } from './read-query.ts';
import { statement } from './statement.ts';
import {
  headBankSession,
  identitySession,
  type Session,
  sessionStatements,
  systemSession,
} from './session.ts';

/** Something that must hold of the rows of every foundation, always. */
export interface Invariant {
  /** Kebab-case, and stable, since alarms are set on it. */
  readonly name: string;
  /** What holds, as one sentence. */
  readonly says: string;
  /**
   * Selects each breach of it in foundation `$1` as one text column `breach`, which names the row.
   */
  readonly breaches: string;
  /**
   * Tried once over all foundations, in the head bank's role and without `$1`, since it is about
   * what is between them.
   */
  readonly acrossCommunities?: boolean;
}

export interface InvariantResult {
  name: string;
  says: string;
  /** How many foundations it was tried on. */
  foundationCount: number;
  /** The first ones, each with the foundation it was found in. Empty when the invariant holds. */
  breaches: { foundation: string; breach: string }[];
  breachCount: number;
}

/** More than these are counted and not listed. */
const breachesListedMax = 20;

/**
 * Tries every invariant on every foundation of a database, as a member who sees the whole
 * foundation and in one snapshot, so it may run while the platform works. `url` is the
 * administrator's connection. Throws when the database cannot be reached, or was not migrated.
 */
export async function checkInvariants(
  url: string,
  invariants: readonly Invariant[],
): Promise<InvariantResult[]> {
  const client = newClient({
    connectionString: urlOfRole(url, roles.login),
    application_name: 'linli-check',
  });
  await client.connect();
  try {
    const results = invariants.map(({ name, says }): InvariantResult => {
      return { name, says, foundationCount: 0, breaches: [], breachCount: 0 };
    });
    const foundations = await findFoundations(client);
    for (const foundation of foundations) {
      await begin(client, systemSession(foundation.id, foundation.id));
      for (const [index, invariant] of invariants.entries()) {
        if (!invariant.acrossCommunities)
          await checkOne(client, invariant, foundation, results[index]!);
      }
      await client.query('commit');
    }
    // One snapshot over both sides of everything.
    await begin(client, headBankSession);
    for (const [index, invariant] of invariants.entries()) {
      if (invariant.acrossCommunities)
        await checkAcross(client, invariant, foundations.length, results[index]!);
    }
    await client.query('commit');
    return results;
  } finally {
    await client.end();
  }
}

interface FoundationRow {
  id: string;
  slug: string;
}

async function findFoundations(client: pg.Client): Promise<FoundationRow[]> {
  await begin(client, identitySession);
  const rows = await runRows<FoundationRow>(client, selectFoundations, []);
  await client.query('commit');
  return rows;
}

async function checkOne(
  client: pg.Client,
  invariant: Invariant,
  foundation: FoundationRow,
  result: InvariantResult,
): Promise<void> {
  keep(
    result,
    foundation.slug,
    1,
    await runRows(client, statement(invariant.breaches), [foundation.id]),
  );
}

async function checkAcross(
  client: pg.Client,
  invariant: Invariant,
  count: number,
  result: InvariantResult,
): Promise<void> {
  keep(
    result,
    'between foundations',
    count,
    await runRows(client, statement(invariant.breaches), []),
  );
}

function keep(
  result: InvariantResult,
  foundation: string,
  count: number,
  rows: readonly { breach: string }[],
): void {
  result.foundationCount += count;
  result.breachCount += rows.length;
  for (const { breach } of rows.slice(0, breachesListedMax - result.breaches.length)) {
    result.breaches.push({ foundation, breach });
  }
}

async function begin(client: pg.Client, session: Session): Promise<void> {
  await client.query(
    `begin isolation level repeatable read read only; ${sessionStatements(session)}`,
  );
}

const selectFoundations = statement('select id, slug from foundation order by slug');
