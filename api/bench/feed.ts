import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newPool } from '../platform/database/postgres-clients.ts';
import { encodeId, newId } from '../../schema/ids.ts';
import { clone } from '../run/workspace.ts';
import { say } from '../run/console.ts';
import { FeedWriter } from '../testing/feed-writer.ts';
import { moreDispatchers } from '../testing/more-dispatchers.ts';
import type { Measured } from './feed/server.ts';
import { startTestServer, withDatabase } from '../testing/server.ts';
import type * as FixturesModule from '../testing/fixtures.ts';

const socketsMax = Number(process.env.BENCH_SOCKETS ?? 3_000);
/** Measured events of each contestant per turn, after some warm-up. */
const events = Number(process.env.BENCH_EVENTS ?? 20);
/** Turns of each contestant; the median counts. */
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const warmUps = 5;
/**
 * Cases to measure, of `1`, `10`, `300`, `rights`, `tokens`, `plain`, `growth` and `nodes`. The
 * bare server always takes part.
 */
const chosen = (process.env.BENCH_CASES ?? '1,10,300,rights,tokens,plain,growth,nodes').split(',');

/**
 * Compares the live feed with a bare `ws` server that broadcasts the same bytes, and with plain
 * graphql-ws, which executes once for each subscriber. Servers, receivers and the writer are
 * separate processes. Measures the server's processor time.
 */
export async function run(): Promise<void> {
  const server = await startTestServer({ durable: true });
  const children: ChildProcess[] = [];
  try {
    await server.makeTemplate();
    const databaseUrl = withDatabase(server.url, server.template);
    const pool = newPool({ connectionString: databaseUrl, max: 1 });
    // Compiled, since Node cannot run its source without a build.
    const compiled = pathToFileURL(join(clone.build, 'api/testing/fixtures.js')).href;
    const { seedFixtures } = (await import(compiled)) as typeof FixturesModule;
    const fixtures = await seedFixtures(pool);
    await pool.end();
    const bench = new Bench(databaseUrl, fixtures, children);
    await bench.warm();
    if (contestants.some(({ name }) => chosen.includes(name))) await bench.fanOut();
    if (chosen.includes('growth')) await bench.growth();
    if (chosen.includes('nodes')) await bench.threeNodes();
    await bench.close();
  } finally {
    for (const child of children) child.kill();
    await server.stop();
  }
}

interface Figures {
  microsecondsPerMessage: number;
  p50Ms: number;
  p99Ms: number;
  liveBytesPerSocket: number;
  residentBytesPerSocket: number;
}

type Kind = 'bare' | 'plain' | 'linli';

interface Contestant {
  /** As in BENCH_CASES. */
  name: string;
  title: string;
  kind: Kind;
  groups: number;
  /** Whether groups differ by authorization, and not by filter. */
  byRights?: boolean;
  /** Whether each socket has a different account, as most do; otherwise fifteen share a token. */
  isEachSomebodyElse?: boolean;
}

const bareServer: Contestant = { name: 'bare', title: 'bare ws', kind: 'bare', groups: 1 };
const oneGroup: Contestant = { name: '1', title: 'linli, 1 group', kind: 'linli', groups: 1 };
const contestants: readonly Contestant[] = [
  oneGroup,
  { name: '10', title: 'linli, 10 groups', kind: 'linli', groups: 10 },
  { name: '300', title: 'linli, 300 groups', kind: 'linli', groups: 300 },
  {
    name: 'rights',
    title: 'linli, 300 sets of rights',
    kind: 'linli',
    groups: 300,
    byRights: true,
  },
  {
    name: 'tokens',
    title: 'linli, 1 group, a person each',
    kind: 'linli',
    groups: 1,
    isEachSomebodyElse: true,
  },
  { name: 'plain', title: 'graphql-ws as it comes', kind: 'plain', groups: 1 },
];

class Bench {
  private readonly writer: FeedWriter;
  private sample = '';

  // Node runs these files without a build, which supports no parameter properties.
  private readonly databaseUrl: string;
  private readonly fixtures: FixturesModule.Fixtures;
  private readonly children: ChildProcess[];

  constructor(databaseUrl: string, fixtures: FixturesModule.Fixtures, children: ChildProcess[]) {
    this.databaseUrl = databaseUrl;
    this.fixtures = fixtures;
    this.children = children;
    this.writer = new FeedWriter({ databaseUrl, fixtures }, () => {}, 2);
  }

  /** One small turn, to get the bytes that the others broadcast. */
  async warm(): Promise<void> {
    await this.turn(oneGroup, 10, 1);
  }

  async fanOut(): Promise<void> {
    say(
      `\n  ${socketsMax} sockets, ${events} events in a turn, ${rounds} turns each; ratios to the bare server`,
    );
    const rows: string[][] = [
      [
        '',
        'µs/message',
        'ratio',
        'p50 ms',
        'p99 ms',
        'live KiB/socket',
        'ratio',
        'resident KiB/socket',
        'ratio',
      ],
    ];
    const figures = await this.medians(
      [bareServer, ...contestants.filter(({ name }) => chosen.includes(name))].map(
        (contestant) => ({
          contestant,
          sockets: socketsMax,
        }),
      ),
    );
    for (const [contestant, each] of figures)
      rows.push(row(contestant.title, each, figures.get(bareServer)!));
    print(rows);
  }

  async growth(): Promise<void> {
    say('\n  Growth: processor time of one message, one group');
    const rows: string[][] = [['sockets', 'bare µs', 'linli µs', 'ratio']];
    for (const sockets of [100, 1_000, socketsMax]) {
      const figures = await this.medians(
        [bareServer, oneGroup].map((contestant) => ({ contestant, sockets })),
      );
      const [one, other] = [bareServer, oneGroup].map(
        (each) => figures.get(each)!.microsecondsPerMessage,
      ) as [number, number];
      rows.push([String(sockets), one.toFixed(1), other.toFixed(1), (other / one).toFixed(2)]);
    }
    print(rows);
  }

  /** The same events for the same number of receivers, on one node or on three. */
  async threeNodes(): Promise<void> {
    const each = Math.floor(socketsMax / 3);
    const receivers = await Promise.all([1, 2, 3].map(() => this.startReceivers()));
    const nodes = await Promise.all([1, 2, 3].map(() => this.startServer('linli')));
    for (const [index, node] of nodes.entries())
      await this.connect(receivers[index]!, node, oneGroup, each);
    const arrived = receivers.map(async (process) => {
      await ask(process, { type: 'expect', messages: each * events });
      return answer<{ arrivals: number[] }>(process, 'arrivals');
    });
    await this.write(events);
    const counts = (await Promise.all(arrived)).map(({ arrivals }) => arrivals.length);
    say(
      `\n  Three nodes, ${each} sockets each, ${events} events: ${counts.join(' + ')} messages, ${each * events} wanted at each`,
    );
    for (const process of [...receivers, ...nodes.map((node) => node.process)]) process.kill();
  }

  async close(): Promise<void> {
    await this.writer.close();
  }

  /** Contestants take turns, so that a slow minute affects all of them. */
  private async medians(
    turns: { contestant: Contestant; sockets: number }[],
  ): Promise<ReadonlyMap<Contestant, Figures>> {
    const taken = new Map<Contestant, Figures[]>(turns.map(({ contestant }) => [contestant, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const { contestant, sockets } of turns)
        taken.get(contestant)!.push(await this.turn(contestant, sockets, events));
    }
    return new Map([...taken].map(([contestant, figures]) => [contestant, medianOf(figures)]));
  }

  private async turn(
    contestant: Contestant,
    sockets: number,
    eventCount: number,
  ): Promise<Figures> {
    const { kind } = contestant;
    const receivers = await this.startReceivers();
    const server = await this.startServer(kind);
    // The first third pays the fixed costs: code, caches, heap of the garbage collector.
    const first = Math.ceil(sockets / 3);
    await this.connect(receivers, server, contestant, first);
    await pause(1_000);
    const fewer = await measure(server.process);
    await this.connect(receivers, server, contestant, sockets - first);
    await pause(1_000);
    const idle = await measure(server.process);
    const delays: number[] = [];
    // Some are not measured, so that all code is warm.
    for (let event = 0; event < eventCount + warmUps; event += 1) {
      if (event === warmUps) this.before = await measure(server.process);
      await ask(receivers, { type: 'expect', messages: sockets });
      const arrived = answer<{ arrivals: number[]; sample: string }>(receivers, 'arrivals');
      const at = await this.send(kind, server.process);
      const { arrivals, sample } = await arrived;
      if (kind === 'linli') this.sample = sample;
      if (event >= warmUps) for (const arrival of arrivals) delays.push(arrival - at);
    }
    const after = await measure(server.process);
    receivers.kill();
    server.process.kill();
    await pause(300);
    delays.sort((left, right) => left - right);
    return {
      microsecondsPerMessage:
        ((after.cpuMs - this.before.collectedCpuMs) * 1000) / (eventCount * sockets),
      p50Ms: delays[Math.floor(delays.length / 2)] ?? 0,
      p99Ms: delays[Math.floor(delays.length * 0.99)] ?? 0,
      liveBytesPerSocket: (idle.liveBytes - fewer.liveBytes) / (sockets - first),
      residentBytesPerSocket: (idle.residentBytes - fewer.residentBytes) / (sockets - first),
    };
  }

  private before: Measured = { cpuMs: 0, collectedCpuMs: 0, residentBytes: 0, liveBytes: 0 };

  /** Gives the time at which the event was committed, or the broadcast began. */
  private async send(kind: Kind, server: ChildProcess): Promise<number> {
    // Each broadcast follows a commit, so that the machine's caches are in the same state.
    await this.write(1);
    if (kind === 'linli') {
      const at = performance.timeOrigin + performance.now();
      await ask(server, { type: 'broadcast', text: '' });
      return at;
    }
    return (await ask<{ at: number }>(server, { type: 'broadcast', text: this.sample })).at;
  }

  private requestId: string | undefined;

  private async write(count: number): Promise<void> {
    this.requestId ??= (await this.writer.requests(1))[0]!;
    for (let index = 0; index < count; index += 1) await this.writer.write(this.requestId);
  }

  private async connect(
    receivers: ChildProcess,
    server: { process: ChildProcess; port: number },
    contestant: Contestant,
    sockets: number,
  ): Promise<void> {
    if (sockets === 0) return;
    const tokens =
      contestant.kind === 'linli' ? await this.tokensFor(contestant, server.process) : [];
    await ask(receivers, {
      type: 'connect',
      port: server.port,
      count: sockets,
      tokens,
      subscriptions: this.subscriptionsOf(contestant),
    });
  }

  private readonly tokens = new Map<Contestant, string[]>();

  /** Signed by a key in the database, so tokens of one node are valid on another. */
  private async tokensFor(contestant: Contestant, server: ChildProcess): Promise<string[]> {
    const known = this.tokens.get(contestant);
    if (known) return known;
    const accountIds = await this.accountsFor(contestant);
    // A token may have 20 sockets.
    const count = accountIds.length > 1 ? accountIds.length : Math.ceil(socketsMax / 15);
    const { tokens } = await ask<{ tokens: string[] }>(server, {
      type: 'tokens',
      accountIds,
      count,
    });
    this.tokens.set(contestant, tokens);
    return tokens;
  }

  private async accountsFor({
    byRights,
    groups,
    isEachSomebodyElse,
  }: Contestant): Promise<string[]> {
    const { databaseUrl, fixtures } = this;
    if (byRights) return moreDispatchers(databaseUrl, fixtures, groups, 'different');
    if (isEachSomebodyElse) return moreDispatchers(databaseUrl, fixtures, socketsMax, 'alike');
    return [fixtures.accounts['dispatcher@xinxian']!];
  }

  private readonly subscriptions = new Map<Contestant, object[]>();

  private subscriptionsOf(contestant: Contestant): object[] {
    const known = this.subscriptions.get(contestant) ?? this.newSubscriptions(contestant);
    this.subscriptions.set(contestant, known);
    return known;
  }

  /** Different filters that match the same events make different groups. */
  private newSubscriptions({ kind, groups, byRights }: Contestant): object[] {
    if (kind === 'bare') return [];
    const fields =
      'eventId event version cursor previousCursor at request { id state version elder { displayName } }';
    if (kind === 'plain') return [{ query: `subscription { serviceRequestFeed { ${fields} } }` }];
    const kindId = encodeId('kind', this.fixtures.kinds['companionship@sicheng']!);
    const query = `subscription ($filter: ServiceRequestFilter, $after: String!) { serviceRequestFeed(filter: $filter, after: $after) { __typename
      ... on RequestChanged { ${fields} } ... on FeedCheckpoint { cursor previousCursor } ... on RequestRemoved { eventId requestId cursor previousCursor } ... on FeedReset { reason cursor } } }`;
    return Array.from({ length: byRights ? 1 : groups }, () => ({
      query,
      variables: { filter: { kindIds: [kindId, encodeId('kind', newId())] } },
    }));
  }

  private async startReceivers(): Promise<ChildProcess> {
    const child = fork(join(clone.root, 'api/bench/feed/clients.ts'));
    child.on('message', (told: { isLost?: string }) => {
      if (told.isLost && child.connected && !child.killed)
        say(`  A receiver lost its connection: ${told.isLost}`);
    });
    this.children.push(child);
    return child;
  }

  private async startServer(kind: Kind): Promise<{ process: ChildProcess; port: number }> {
    const child = fork(join(clone.root, 'api/bench/feed/server.ts'), [kind], {
      execArgv: ['--expose-gc'],
      env: {
        ...process.env,
        DATABASE_URL: this.databaseUrl,
        PORT: '0',
        LINLI_DEMO: 'yes',
        LINLI_LOG_LEVEL: 'error',
        LINLI_PUBLIC_URL: 'http://linli.bench',
      },
    });
    this.children.push(child);
    const { port } = await answer<{ port: number }>(child, 'port');
    return { process: child, port };
  }
}

function medianOf(turns: readonly Figures[]): Figures {
  const middle = (pick: (figures: Figures) => number) =>
    turns.map(pick).sort((left, right) => left - right)[Math.floor(turns.length / 2)]!;
  return {
    microsecondsPerMessage: middle((turn) => turn.microsecondsPerMessage),
    p50Ms: middle((turn) => turn.p50Ms),
    p99Ms: middle((turn) => turn.p99Ms),
    liveBytesPerSocket: middle((turn) => turn.liveBytesPerSocket),
    residentBytesPerSocket: middle((turn) => turn.residentBytesPerSocket),
  };
}

async function measure(server: ChildProcess): Promise<Measured> {
  return ask(server, { type: 'measure' });
}

async function ask<Answer>(child: ChildProcess, order: object): Promise<Answer> {
  const answered = once(child, 'message');
  child.send(order);
  return (await answered)[0] as Answer;
}

/** The next message of a child process with that field. */
async function answer<Answer>(child: ChildProcess, field: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error('A process of the benchmark ended.'));
    const take = (message: object) => {
      if (!(field in message)) return;
      child.off('message', take).off('exit', end);
      resolve(message as Answer);
    };
    child.on('message', take).once('exit', end);
  });
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function row(name: string, figures: Figures, bare: Figures): string[] {
  return [
    name,
    figures.microsecondsPerMessage.toFixed(1),
    (figures.microsecondsPerMessage / bare.microsecondsPerMessage).toFixed(2),
    figures.p50Ms.toFixed(0),
    figures.p99Ms.toFixed(0),
    (figures.liveBytesPerSocket / 1024).toFixed(1),
    (figures.liveBytesPerSocket / bare.liveBytesPerSocket).toFixed(2),
    (figures.residentBytesPerSocket / 1024).toFixed(1),
    (figures.residentBytesPerSocket / bare.residentBytesPerSocket).toFixed(2),
  ];
}

function print(rows: readonly string[][]): void {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]!.length)),
  );
  for (const cells of rows) {
    say(
      `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('   ')}`,
    );
  }
}
