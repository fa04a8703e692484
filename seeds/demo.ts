import pg from 'pg';
import { roles, urlOfRole } from '../api/platform/database/roles.ts';
import { type Session, sessionStatements } from '../api/platform/database/session.ts';
import { Chance, Ids } from './chance.ts';
import { laolinju } from './programmes/laolinju.ts';
import { zhaiyikuai } from './programmes/zhaiyikuai.ts';
import { insertRows } from './rows.ts';
import { addUpcomingRequests } from './upcoming.ts';
import { addPastVisits } from './visits.ts';
import { buildWorld, type World } from './world.ts';

export interface DemoOptions {
  /** Connection of the administrator, the same that the migrations get. */
  url: string;
  onStep?: (text: string) => void;
}

/**
 * Loads both programmes as demo data, once: a second call finds them and loads nothing.
 *
 * Everything of the two foundations is written in one transaction by a member of each, so the wall of row-level security stands
 * and a crash leaves nothing half loaded. What comes before that transaction, since a foundation must exist to be acted in, are the two
 * foundations without anything inside and logins without any grant; the next call finds these and goes on.
 */
export async function loadDemo({ url, onStep }: DemoOptions): Promise<{ loaded: boolean }> {
  const administrator = new pg.Client({ connectionString: url });
  await administrator.connect();
  try {
    // Several nodes may start at once; the first one loads, the others wait and find everything there.
    await administrator.query('select pg_advisory_lock($1)', [demoLock]);
    if (await isLoaded(administrator)) {
      onStep?.('The demo data was there already');
      return { loaded: false };
    }
    const worlds = [laolinju, zhaiyikuai].map((programme, index) => {
      const world = buildWorld(programme, new Chance(seed + index));
      addPastVisits(world);
      addUpcomingRequests(world, new Date().toISOString());
      world.books.write(world.rows);
      return world;
    });
    await enterFoundations(administrator, worlds);
    await enterEverythingElse(url, worlds);
    for (const { programme } of worlds) onStep?.(describe(programme));
    return { loaded: true };
  } finally {
    await administrator.end();
  }
}

/** Any fixed number that nothing else in the database locks: the letters "demo" in ASCII. */
const demoLock = 0x64_65_6d_6f;
/** Changing it changes every name, day and id of the demo. */
const seed = 20_210_901;

/** The grants of the demo come with everything else, so where the operator's is, all is. */
async function isLoaded(administrator: pg.Client): Promise<boolean> {
  const { rows } = await administrator.query(
    `select from community c join foundation f on f.id = c.foundation_id where f.slug = $1 and f.is_demo limit 1`,
    [laolinju.slug],
  );
  return rows.length > 0;
}

async function enterFoundations(administrator: pg.Client, worlds: readonly World[]): Promise<void> {
  const operator = headBankOperator();
  await administrator.query('begin');
  try {
    // No policy lets anybody found a foundation from inside one, so the owner of the tables opens these two for this transaction.
    await administrator.query(`set local role ${roles.owner}`);
    for (const table of ['foundation', 'role_grant'])
      await administrator.query(`alter table ${table} no force row level security`);
    const again = 'on conflict (id) do nothing';
    await insertRows(
      administrator,
      'foundation',
      worlds.map((world) => world.foundation),
      again,
    );
    await insertRows(administrator, 'account', [operator.account, ...worlds.flatMap((world) => world.accounts)], again);
    await insertRows(administrator, 'role_grant', [operator.grant], again);
    for (const table of ['foundation', 'role_grant'])
      await administrator.query(`alter table ${table} force row level security`);
    await administrator.query('commit');
  } catch (error) {
    await administrator.query('rollback');
    throw error;
  }
}

/** Stands above the foundations and belongs to none. */
function headBankOperator() {
  const at = '2021-07-01T01:00:00.000Z';
  const ids = new Ids(new Chance(seed - 1));
  const account = { id: ids.at(at), displayName: '总行操作员', persona: 'operator@headbank' };
  return { account, grant: { id: ids.at(at), accountId: account.id, role: 'HEAD_BANK_OPERATOR', validFrom: at } };
}

async function enterEverythingElse(url: string, worlds: readonly World[]): Promise<void> {
  const client = new pg.Client({ connectionString: urlOfRole(url, roles.login) });
  await client.connect();
  try {
    await client.query('begin');
    for (const world of worlds) {
      await client.query(sessionStatements(sessionOf(world)));
      await world.rows.write(client);
    }
    await client.query('commit');
  } finally {
    // Closing the connection undoes what was not committed.
    await client.end();
  }
}

function sessionOf({ foundationId, admin }: World): Session {
  return {
    role: roles.member,
    variables: {
      'app.account': admin.accountId,
      'app.foundation': foundationId,
      'app.scope': 'foundation',
      'app.communities': '{}',
      'app.reach': '{}',
      'app.circle': '{}',
      'app.persons': '{}',
    },
  };
}

function describe({
  name,
  communities,
}: {
  name: string;
  communities: readonly { visitsByMonth: Readonly<Record<string, number>> }[];
}): string {
  const visits = communities
    .flatMap(({ visitsByMonth }) => Object.values(visitsByMonth))
    .reduce((sum, count) => sum + count, 0);
  return `${name}: ${communities.length} communities, ${visits} visits`;
}
