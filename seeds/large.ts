import type pg from 'pg';
import { sessionStatements, systemSession } from '../api/platform/database/session.ts';
import { Refusal } from '../api/run/command-error.ts';
import { LargeSql, type Sizes } from './large-sql.ts';
import type { Row } from './row-batch.ts';
import { enterFoundations, findFoundations } from './foundations.ts';

export interface LargeOptions {
  /**
   * 1 is the scale of the read benchmark: 2 foundations, 200 communities, 50,000 people, 100,000
   * requests.
   */
  scale: number;
  /** Add two more foundations beside generated ones. */
  again: boolean;
  /** Last day of the generated years, as YYYY-MM-DD; open requests are for the days after it. */
  until: string;
  onStep?: (text: string) => void;
}

/**
 * Adds two foundations of generated people, by set-based SQL under row-level security. The same
 * options give the same rows on every instance. Each foundation is one transaction; the next run
 * continues an interrupted one.
 * Refuses beside foundations that are not demonstrations, and a second time without `again`.
 */
export async function generateLarge(
  administrator: pg.Client,
  login: pg.Client,
  options: LargeOptions,
): Promise<string[]> {
  await administrator.query('select pg_advisory_lock($1)', [generateLock]);
  const slugs = await chooseSlugs(login, options.again);
  const onStep = options.onStep ?? (() => {});
  for (const slug of slugs) await generateFoundation(administrator, login, slug, options, onStep);
  onStep('Gathering statistics, so that the planner knows the new sizes');
  await administrator.query(`analyze ${filledTables.join(', ')}`);
  return slugs;
}

/** Any fixed number that nothing else in the database locks: the letters "larg" in ASCII. */
const generateLock = 0x6c_61_72_67;
const foundationCount = 2;
/** For one foundation at scale 1. */
const full = { communities: 100, persons: 25_000, requests: 50_000 };
/** Of five people, three are elders and two are volunteers. */
const eldersOfFive = 3;
/** So that each team has a member besides its leader. */
const personsPerCommunityMin = 25;
/** Rows per statement, so that progress shows every few seconds. */
const requestsPerStep = 10_000;

const filledTables = [
  'person',
  'elder',
  'volunteer',
  'coin_account',
  'transfer',
  'entry',
  'coin_lot',
  'lot_move',
  'transfer_link',
  'service_request',
  'visit',
  'request_change',
  'hours_record',
];

/**
 * Slugs of the foundations to add. They are filled one after the other, so an odd number shows an
 * interrupted run.
 */
async function chooseSlugs(login: pg.Client, again: boolean): Promise<string[]> {
  await login.query('begin read only');
  const foundations = await findFoundations(login);
  await login.query('commit');
  const real = foundations.find(({ isDemo }) => !isDemo);
  if (real) {
    throw new Refusal(
      `The foundation ${real.slug} here is not a demonstration: generate data into a database of its own.`,
    );
  }
  const filled = foundations.filter(
    ({ slug, isFilled }) => isFilled && /^large-\d+$/.test(slug),
  ).length;
  const missing = foundationCount - (filled % foundationCount);
  if (filled > 0 && missing === foundationCount && !again) {
    throw new Refusal(
      'Generated data is there already: add "-- --again" for two more foundations, or drop it with "npm run reset".',
    );
  }
  return Array.from({ length: missing }, (_, index) => `large-${filled + index + 1}`);
}

async function generateFoundation(
  administrator: pg.Client,
  login: pg.Client,
  slug: string,
  { scale, until }: LargeOptions,
  onStep: (text: string) => void,
): Promise<void> {
  const sizes = sizesAt(scale);
  const sql = new LargeSql(slug, sizes, until);
  const { rows: accounts } = await login.query<{
    id: string;
    displayName: string;
    persona: string | null;
  }>(sql.accounts());
  const { rows } = await login.query<{ foundation: string; admin: string }>(sql.ids());
  const [{ foundation, admin }] = rows as [(typeof rows)[number]];
  const foundationRow: Row = { id: foundation, slug, name: `示例大数据 ${slug}`, isDemo: true };
  await enterFoundations(administrator, { foundations: [foundationRow], accounts, grants: [] });
  await login.query(`begin; ${sessionStatements(systemSession(foundation, admin))}`);
  onStep(`${slug}: ${sizes.communities} communities, ${sizes.persons} people`);
  for (const statement of sql.people()) await login.query(statement);
  for (let first = 1; first <= sizes.requests; first += requestsPerStep) {
    const last = Math.min(first + requestsPerStep - 1, sizes.requests);
    onStep(`${slug}: requests ${first} to ${last} of ${sizes.requests}`);
    for (const statement of sql.requests(first, last)) await login.query(statement);
  }
  onStep(`${slug}: coin accounts`);
  await login.query(sql.sums());
  onStep(`${slug}: lots and hash chain of the transfers`);
  await login.query('select ledger_adopt($1)', [foundation]);
  await login.query('commit');
}

function sizesAt(scale: number): Sizes {
  const communities = Math.max(1, Math.round(full.communities * scale));
  // Multiples of five in each community, so that elders and volunteers are spread evenly.
  const personsEach = Math.max(
    personsPerCommunityMin,
    5 * Math.round((full.persons * scale) / communities / 5),
  );
  const persons = communities * personsEach;
  const elders = (persons / 5) * eldersOfFive;
  return {
    communities,
    persons,
    elders,
    volunteers: persons - elders,
    requests: Math.max(20, Math.round(full.requests * scale)),
  };
}
