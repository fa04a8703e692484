import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSchema, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import type * as AppModule from '../../app.ts';
import type * as KeysModule from '../../identity/signing-keys.ts';
import type * as TokensModule from '../../identity/tokens.ts';
import type * as SettingsModule from '../../platform/config/settings.ts';
import { clone } from '../../run/workspace.ts';

/**
 * One contestant in a separate process, controlled over IPC by feed.ts. The argument selects it.
 */
export type Order =
  | { type: 'broadcast'; text: string }
  | { type: 'measure' }
  | { type: 'tokens'; accountIds: string[]; count: number };

const start = { bare, plain, linli }[process.argv[2] as 'bare' | 'plain' | 'linli'];
const contestant = await start();
process.on('message', (order: Order) => {
  if (order.type === 'broadcast') {
    const at = now();
    contestant.broadcast(order.text);
    process.send!({ at });
  } else if (order.type === 'measure') {
    process.send!(measure());
  } else {
    void contestant
      .tokens(order.accountIds, order.count)
      .then((tokens) => process.send!({ tokens }));
  }
});
process.on('disconnect', () => process.exit(0));
process.send!({ port: contestant.port });

export interface Measured {
  /** Processor time before and after the garbage collection of this measurement. */
  cpuMs: number;
  collectedCpuMs: number;
  residentBytes: number;
  /** Memory in use after garbage collection, in bytes. */
  liveBytes: number;
}

interface Contestant {
  port: number;
  broadcast(text: string): void;
  /** Issues a number of tokens, for the accounts in turn. */
  tokens(accountIds: string[], count: number): Promise<string[]>;
}

/** Only the sockets: the same bytes to every connection. */
async function bare(): Promise<Contestant> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: portOf(server),
    broadcast(text) {
      const bytes = Buffer.from(text);
      for (const client of server.clients) {
        if (client.readyState === WebSocket.OPEN) client.send(bytes, { binary: false });
      }
    },
    tokens: async () => [],
  };
}

/**
 * The library's default: one iterator and one execution for each subscriber, over data in memory.
 */
async function plain(): Promise<Contestant> {
  const schema =
    buildSchema(`type Query { none: Int } type Subscription { serviceRequestFeed: Message! }
    type Message { eventId: ID! kind: String! version: Int! cursor: String! previousCursor: String at: String! request: Request! }
    type Request { id: ID! state: String! version: Int! elder: Elder } type Elder { displayName: String! }`);
  let wake: ((message: object) => void)[] = [];
  const subscription = schema.getSubscriptionType()!.getFields()['serviceRequestFeed']!;
  subscription.resolve = (message: unknown) => message;
  subscription.subscribe = async function* messages() {
    for (;;) yield await new Promise((resolve) => void wake.push(resolve));
  };
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  useServer({ schema }, server);
  await new Promise((resolve) => server.once('listening', resolve));
  parse('{ none }');
  return {
    port: portOf(server),
    broadcast(text) {
      const { data } = JSON.parse(text).payload as { data: { serviceRequestFeed: object } };
      const waiting = wake;
      wake = [];
      for (const each of waiting) each(data.serviceRequestFeed);
    },
    tokens: async () => [],
  };
}

/** One node of the platform as in production, with database, sequencer and authorization. */
async function linli(): Promise<Contestant> {
  const { createApp } = await built<typeof AppModule>('api/app.js');
  const { readSettings } = await built<typeof SettingsModule>('api/platform/config/settings.js');
  const settings = readSettings(process.env);
  const app = await createApp(settings);
  const url = await app.server.listen({ host: '127.0.0.1', port: 0 });
  return {
    port: Number(new URL(url).port),
    // The event is in the outbox already. Notifies the sequencer, as a node does after its own
    // commit.
    broadcast: () => app.feed.committed(),
    async tokens(accountIds, count) {
      const { signingKeys } = await built<typeof KeysModule>('api/identity/signing-keys.js');
      const { issueToken } = await built<typeof TokensModule>('api/identity/tokens.js');
      const [key] = await signingKeys(app.services.database);
      return Promise.all(
        Array.from({ length: count }, (_, index) => {
          const accountId = accountIds[index % accountIds.length]!;
          const claims = { accountId, foundationId: null, appId: null, scopes: null };
          // Different lifetimes make different tokens.
          return issueToken(key!, settings.publicUrl, claims, 7_200 + index);
        }),
      );
    },
  };
}

function measure(): Measured {
  const cpuMs = processorMs();
  for (let round = 0; round < 3; round += 1) global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    cpuMs,
    collectedCpuMs: processorMs(),
    residentBytes: rss,
    liveBytes: heapUsed + external,
  };
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds on a clock that all processes of the machine share. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

function portOf(server: WebSocketServer): number {
  return (server.address() as { port: number }).port;
}

async function built<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(join(clone.build, path)).href)) as Module;
}
