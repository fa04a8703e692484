import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as IdsModule from '../../schema/ids.ts';
import type * as TestPlatformModule from '../testing/test-platform.ts';
import { clone } from '../run/workspace.ts';
import { say } from '../run/console.ts';
import { startTestServer } from '../testing/server.ts';
import { compareWithBare } from './ledger/against-bare.ts';
import { mutate, startApi, stop } from './ledger/api-process.ts';
import { openBare, record } from './ledger/replay.ts';
import { prepareVisits, type PreparedVisit } from './ledger/visits.ts';

/**
 * More than both contestants use in all turns; a turn that runs out ends early and counts its
 * actual length.
 */
const visitsEach = Number(process.env.BENCH_VISITS ?? 12_000);

/**
 * Certified visits per second: through the API, and by the API's own statements over bare
 * connections. The statements are recorded from one certification and replayed with the ids of
 * other visits. Both do the same work in the database; the difference is HTTP, GraphQL,
 * authorization, entities and driver.
 */
export async function run(): Promise<void> {
  const server = await startTestServer({ durable: true });
  let api: ChildProcess | undefined;
  let platform: TestPlatformModule.TestPlatform | undefined;
  try {
    await server.makeTemplate();
    process.env.LINLI_TEST_SERVER = JSON.stringify({ url: server.url, template: server.template });
    const { startTestPlatform } = await built<typeof TestPlatformModule>(
      'api/testing/test-platform.js',
    );
    platform = await startTestPlatform();
    const [token, certifier] = [
      await platform.tokenOf('dispatcher@xinxian', 7_200),
      platform.fixtures.accounts['dispatcher@xinxian']!,
    ];
    for (const [title, accounts] of [
      ['spread over 200 pairs of accounts', 200],
      ['all on one pair of accounts', 1],
    ] as const) {
      const started = performance.now();
      const visits = await prepareVisits(platform, { accounts, count: visitsEach });
      say(
        `  Prepared ${visits.length} visits in ${((performance.now() - started) / 1000).toFixed(0)} s`,
      );
      const [model, startedMs] = [visits.pop()!, Date.now()];
      const dispatcher = await platform.as('dispatcher@xinxian');
      const statements = await record(platform, () =>
        dispatcher.mutate('certifyVisit', inputOf(model), 'visit { id state }'),
      );
      say(`  One certification is ${statements.length} statements`);
      api ??= await startApi(platform.databaseUrl, platform.settings.publicUrl);
      const bare = await openBare(platform.databaseUrl, {
        startedMs,
        model,
        statements,
        shared: certifier,
      });
      await compareWithBare(`Certified visits per second, ${title}`, visits, {
        api: (visit) => certify(token, visit),
        bare: (visit, connection) => bare.replay(visit, connection),
      });
      await bare.close();
    }
  } finally {
    if (api) await stop(api);
    await platform?.close();
    await server.stop();
  }
}

const mutation =
  'mutation ($input: CertifyVisitInput!) { certifyVisit(input: $input) { visit { id state } errors { code } } }';

async function certify(token: string, visit: PreparedVisit): Promise<void> {
  const answer = await mutate(token, mutation, inputOf(visit));
  if (!answer.includes('"CERTIFIED"')) throw new Error(`A certification failed: ${answer}`);
}

let encodeId: typeof IdsModule.encodeId;

function inputOf(visit: PreparedVisit): object {
  return {
    idempotencyKey: visit.key,
    visitId: encodeId('visit', visit.visitId),
    expectedVersion: 4,
  };
}

async function built<Module>(path: string): Promise<Module> {
  const ids = (await import(
    pathToFileURL(join(clone.build, 'schema/ids.js')).href
  )) as typeof IdsModule;
  encodeId = ids.encodeId;
  return import(pathToFileURL(join(clone.build, path)).href) as Promise<Module>;
}
