import type pg from 'pg';
import { newClient } from './postgres-clients.ts';
import { roles, urlOfRole } from './roles.ts';
import { runRows } from './read-query.ts';
import { statement, type StatementParameters, statementsNamed, valuesOf } from './statement.ts';
import {
  headBankSession,
  identitySession,
  type Session,
  sessionStatements,
  systemSession,
} from './session.ts';

/** A condition on the rows of every foundation that must always hold. */
export interface Invariant {
  /** Kebab-case and stable, since alerts refer to it. */
  readonly name: string;
  /** The condition as one sentence. */
  readonly says: string;
  /** Selects each violation in `:foundationId` as one text column `breach`, which names the row. */
  readonly breaches: string;
  /**
   * Checked once over all foundations, in the role of the head bank and without
   * `:foundationId`, since it concerns rows between them.
   */
  readonly acrossCommunities?: boolean;
}

export interface InvariantResult {
  name: string;
  says: string;
  /** Number of foundations that were checked. */
  foundationCount: number;
  /** The first violations, each with its foundation. Empty when the invariant holds. */
  breaches: { foundation: string; breach: string }[];
  breachCount: number;
}

/** Further violations are counted and not listed. */
const breachesListedMax = 20;

/**
 * Checks every invariant in every foundation of a database, in one snapshot and as a member who
 * sees the whole foundation. It may run while the platform works. `url` is the administrator's
 * connection. Throws when the database cannot be reached, or was not migrated.
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
    // One snapshot covers both sides of each condition.
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
    await breachesOf(client, invariant, { foundationId: foundation.id }),
  );
}

async function checkAcross(
  client: pg.Client,
  invariant: Invariant,
  count: number,
  result: InvariantResult,
): Promise<void> {
  keep(result, 'between foundations', count, await breachesOf(client, invariant, {}));
}

async function breachesOf(
  client: pg.Client,
  { name, breaches }: Invariant,
  parameters: StatementParameters,
): Promise<{ breach: string }[]> {
  const query = checkInvariant(breaches, name);
  return runRows(client, query, valuesOf(query, parameters));
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

const checkInvariant = statementsNamed('database.checkInvariant');
const selectFoundations = statement(
  'database.selectFoundations',
  'select id, slug from foundation order by slug',
);
