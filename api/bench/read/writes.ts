import type { ChildProcess } from 'node:child_process';
import type * as IdsModule from '../../../schema/ids.ts';
import { say } from '../../run/console.ts';
import { startTestServer } from '../../testing/server.ts';
import type * as TestPlatformModule from '../../testing/test-platform.ts';
import { compareWithBare } from '../ledger/against-bare.ts';
import { mutate, startApi, stop } from '../ledger/api-process.ts';
import { openBare, record } from '../ledger/replay.ts';
import { prepareOpenRequests, type PreparedRequest } from '../ledger/visits.ts';
import { built } from './caller.ts';

/** More than both contestants use in all turns. */
const requestCount = Number(process.env.BENCH_REQUESTS ?? 6_000);
const accounts = 200;

/**
 * (e) A leader accepts an open request for a volunteer, and a dispatcher cancels it. These are two
 * mutations with a visit, a released hold, events and audit. Compared with the API's own statements
 * over bare connections; see ledger.ts.
 */
export async function compareWrites(): Promise<void> {
  const server = await startTestServer({ durable: true });
  let api: ChildProcess | undefined;
  let platform: TestPlatformModule.TestPlatform | undefined;
  try {
    await server.makeTemplate();
    process.env.LINLI_TEST_SERVER = JSON.stringify({ url: server.url, template: server.template });
    const { startTestPlatform } = await built<typeof TestPlatformModule>(
      'api/testing/test-platform.js',
    );
    const { encodeId } = await built<typeof IdsModule>('schema/ids.js');
    platform = await startTestPlatform();
    const requests = await prepareOpenRequests(platform, { accounts, count: requestCount });
    // Without a key, as the published figures.
    const accept = (request: PreparedRequest) => ({
      idempotencyKey: null,
      requestId: encodeId('request', request.requestId),
      volunteerId: encodeId('volunteer', request.volunteerId),
      expectedVersion: 1,
    });
    const cancel = (request: PreparedRequest) => ({
      idempotencyKey: null,
      requestId: encodeId('request', request.requestId),
      reason: 'the elder is with her daughter',
      expectedVersion: 2,
    });
    const [leader, dispatcher] = [
      await platform.as('leader@xinxian'),
      await platform.as('dispatcher@xinxian'),
    ];
    const [model, startedMs] = [requests.pop()!, Date.now()];
    const statements = [
      ...(await record(platform, () =>
        leader.mutate('acceptServiceRequest', accept(model), 'request { id }'),
      )),
      ...(await record(platform, () =>
        dispatcher.mutate('cancelServiceRequest', cancel(model), 'request { id }'),
      )),
    ];
    say(`\n  Accepting and cancelling are ${statements.length} statements`);
    api = await startApi(platform.databaseUrl, platform.settings.publicUrl);
    const bare = await openBare(platform.databaseUrl, {
      startedMs,
      model,
      statements,
      shared: JSON.stringify(platform.fixtures),
    });
    const tokens = {
      leader: await platform.tokenOf('leader@xinxian', 7_200),
      dispatcher: await platform.tokenOf('dispatcher@xinxian', 7_200),
    };
    const contestants = {
      api: async (request: PreparedRequest) => {
        expectState(await mutate(tokens.leader, acceptDocument, accept(request)), 'ASSIGNED');
        expectState(await mutate(tokens.dispatcher, cancelDocument, cancel(request)), 'CANCELLED');
      },
      bare: (request: PreparedRequest, connection: number) => bare.replay(request, connection),
    };
    const analyze = async () => platform?.sql('analyze');
    await compareWithBare(
      '(e) accept and cancel, pairs per second',
      requests,
      contestants,
      analyze,
    );
    await bare.close();
  } finally {
    if (api) await stop(api);
    await platform?.close();
    await server.stop();
  }
}

const acceptDocument =
  'mutation ($input: AcceptServiceRequestInput!) { acceptServiceRequest(input: $input) { request { id state } errors { code } } }';
const cancelDocument =
  'mutation ($input: CancelServiceRequestInput!) { cancelServiceRequest(input: $input) { request { id state } errors { code } } }';

function expectState(answer: string, state: string): void {
  if (!answer.includes(`"${state}"`))
    throw new Error(`A request did not become ${state}: ${answer}`);
}
