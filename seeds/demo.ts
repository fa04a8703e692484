import type pg from 'pg';
import { newClient } from '../api/platform/database/postgres-clients.ts';
import { roles, urlOfRole } from '../api/platform/database/roles.ts';
import { sessionStatements, systemSession } from '../api/platform/database/session.ts';
import { addAvailability } from './availability.ts';
import { SeededRandom, Ids } from './random.ts';
import { laolinju } from './programmes/laolinju.ts';
import { zhaiyikuai } from './programmes/zhaiyikuai.ts';
import type { Programme } from './programmes/programme.ts';
import { enterFoundations, findFoundations } from './foundations.ts';
import { addEvidenceAndDecisions } from './evidence-and-decisions.ts';
import { addVisitsToCertify } from './awaiting-certification.ts';
import { addUpcomingRequests } from './upcoming-requests.ts';
import { addPastVisits } from './visits.ts';
import { buildDemoFoundation, type DemoFoundation } from './demo-foundation.ts';
import { headBankOperator } from './foundation-builder.ts';

export interface DemoOptions {
  /** The administrator's connection, as for migrations. */
  url: string;
  onStep?: (text: string) => void;
}

/**
 * Loads both programmes as demo data, once: a second call finds them and loads nothing.
 *
 * Each foundation is written in one transaction by a member, so that row-level security applies and
 * a crash leaves nothing half loaded. Empty foundations and logins without grants are written
 * before that, since a member needs a foundation to act in; a later call continues from them.
 */
export async function loadDemo({ url, onStep }: DemoOptions): Promise<{ loaded: boolean }> {
  const administrator = newClient({ connectionString: url });
  const login = newClient({ connectionString: urlOfRole(url, roles.login) });
  await administrator.connect();
  try {
    // Several nodes may start at once: the first one loads, and the others wait for it.
    await administrator.query('select pg_advisory_lock($1)', [demoLock]);
    await login.connect();
    if (await isLoaded(login)) {
      onStep?.('The demo data was there already');
      return { loaded: false };
    }
    const worlds = programmes.map((programme, index) =>
      play(programme, new SeededRandom(seed + index), new SeededRandom(seed + 100 + index)),
    );
    await enter(administrator, login, worlds);
    for (const { programme } of worlds) onStep?.(describe(programme));
    return { loaded: true };
  } finally {
    // Closing a connection rolls back uncommitted changes and releases the lock.
    await login.end();
    await administrator.end();
  }
}

/** Any fixed number that nothing else in the database locks: the letters "demo" in ASCII. */
const demoLock = 0x64_65_6d_6f;
/** Changing it changes every name, day and id of the demo. */
const seed = 20_210_901;
const programmes = [laolinju, zhaiyikuai];

async function isLoaded(login: pg.Client): Promise<boolean> {
  await login.query('begin read only');
  const foundations = await findFoundations(login);
  await login.query('commit');
  const found = foundations.filter(({ slug }) =>
    programmes.some((programme) => programme.slug === slug),
  );
  const real = found.find(({ isDemo }) => !isDemo);
  if (real)
    throw new Error(
      `The short name ${real.slug} belongs to a real foundation here: load the demo into another database.`,
    );
  return found.some(({ isFilled }) => isFilled);
}

/**
 * Past visits, visits that await certification and upcoming requests of a programme. Evidence has a
 * separate random generator, so that it does not affect names and days.
 */
function play(
  programme: Programme,
  random: SeededRandom,
  proofChance: SeededRandom,
): DemoFoundation {
  const demo = buildDemoFoundation(programme, random);
  const now = new Date().toISOString();
  const certified = addPastVisits(demo);
  addUpcomingRequests(demo, now);
  addVisitsToCertify(demo, now, proofChance);
  addEvidenceAndDecisions(demo, certified, proofChance);
  addAvailability(demo, now);
  demo.books.write(demo.rows);
  return demo;
}

async function enter(
  administrator: pg.Client,
  login: pg.Client,
  worlds: readonly DemoFoundation[],
): Promise<void> {
  const operator = headBankOperator(
    new Ids(new SeededRandom(seed - 1)),
    '2021-07-01T01:00:00.000Z',
  );
  await enterFoundations(administrator, {
    foundations: worlds.map(({ foundation }) => foundation),
    accounts: [operator.account, ...worlds.flatMap(({ accounts }) => accounts)],
    grants: [operator.grant],
  });
  await login.query('begin');
  for (const { foundationId, admin, rows, books } of worlds) {
    await login.query(sessionStatements(systemSession(foundationId, admin.accountId)));
    await rows.write(login);
    await books.seal(login);
  }
  await login.query('commit');
}

function describe({ name, communities }: Programme): string {
  const counts = communities.flatMap(({ visitsByMonth }) => Object.values(visitsByMonth));
  return `${name}: ${communities.length} communities, ${counts.reduce((sum, count) => sum + count, 0)} visits`;
}
