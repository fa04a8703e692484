import type { EntityClass } from '@mikro-orm/core';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import type { Registry } from 'prom-client';
import { setErrorCodes } from '../schema/error-code.ts';
import { demoRoutes } from './identity/demo.routes.ts';
import { openIdentity } from './identity/create-identity.ts';
import { scopeReference } from './identity/scope-reference.ts';
import { preparedPreconditions } from './identity/actor-revalidation.ts';
import { modules } from './modules.ts';
import { mutationRefusals } from './refusals.generated.ts';
import { type Clock, DatabaseClock } from './platform/common/clock.ts';
import type { Services } from './platform/context/services.ts';
import { Database } from './platform/database/database.ts';
import { statement } from './platform/database/statement.ts';
import { SchemaVersion } from './platform/database/schema-version.ts';
import { Feed } from './platform/feed/feed.ts';
import { Jobs } from './platform/jobs/jobs.ts';
import { limits } from './platform/common/limits.ts';
import { MessageCatalogue } from './platform/common/messages.ts';
import type { Module } from './platform/module/module.ts';
import { nodeLoaders } from './platform/module/node.resolver.ts';
import { AdmissionController } from './platform/overload/admission-control.ts';
import { Operations } from './platform/operation/operations.ts';
import { TrustedDocuments } from './platform/operation/trusted-documents.ts';
import {
  describeRefusals,
  type RefusalsOfMutations,
} from './platform/operation/refusal-descriptions.ts';
import { buildSchema } from './platform/operation/schema.ts';
import { Permissions } from './platform/authorization/policy.ts';
import { Vault } from './platform/privacy/vault.ts';
import { addressReader } from './platform/server/client-address.ts';
import { contextsOf } from './platform/server/context-factory.ts';
import { errorReference } from './platform/server/error-reference.ts';
import { serveReference } from './platform/server/reference-pages.ts';
import { clientRoutes } from './platform/server/static-clients.ts';
import { healthRoutes } from './platform/server/health.ts';
import { httpServer } from './platform/server/http.ts';
import { redirectToPublicAddress } from './platform/server/public-address.ts';
import { ServingMonitor } from './platform/overload/serving-monitor.ts';
import { ConnectionLimiter } from './platform/server/sockets.ts';
import { eventStreamRoute } from './platform/server/sse.ts';
import { webSocketRoute } from './platform/server/websocket.ts';
import type { Settings } from './platform/config/settings.ts';
import { openObjectStore } from './platform/storage/open-object-store.ts';
import { ListCursors } from './platform/reads/list-cursors.ts';
import { SignedLinks } from './platform/storage/signed-links.ts';

export interface App {
  server: FastifyInstance;
  services: Services;
  feed: Feed;
  operations: Operations;
  jobs: Jobs;
  metrics: Registry;
  admission: AdmissionController;
  connections: ConnectionLimiter;
  /** Graceful shutdown: finishes work in flight, then closes. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Composition root: the only place that knows all modules. Time is that of the database unless a
 * test passes a clock. Throws when the database has another schema version than this release.
 */
export async function createApp(settings: Settings, clock: Clock | null = null): Promise<App> {
  const log = pino({ level: settings.logLevel, redact: redactedPaths });
  const { services, feed } = await openServices(settings, log, clock);
  try {
    await services.schemaVersion.start();
    await services.wallClock.start();
    return await startApp(settings, services, feed, log);
  } catch (error) {
    // A node that cannot start must leave no connection open, which would keep its process alive.
    await closeServices(services, feed).catch(() => {});
    throw error;
  }
}

async function closeServices(
  { schemaVersion, wallClock, database }: Services,
  feed: Feed,
): Promise<void> {
  schemaVersion.close();
  wallClock.close();
  try {
    await feed.close();
  } finally {
    await database.close();
  }
}

async function startApp(
  settings: Settings,
  services: Services,
  feed: Feed,
  log: pino.Logger,
): Promise<App> {
  const trusted = TrustedDocuments.read(settings.clientsDirectory);
  const operations = new Operations(platformSchema(), services.permissions, trusted);
  const admission = AdmissionController.ofPool(settings.poolSizeMax);
  const identity = openIdentity(services.database, settings, log, services.wallClock);
  const contextOf = contextsOf(services, identity.authenticate, identity.recall);
  const server = await httpServer({
    services,
    operations,
    admission,
    log,
    contextOf,
    isKnownOrigin: (origin) => identity.isKnownOrigin(origin),
    trustedProxies: settings.trustedProxies,
    countsStatements: settings.isDemo,
  });
  redirectToPublicAddress(server, settings.publicUrl);
  await feed.start(services, operations, identity.find);
  const connections = new ConnectionLimiter();
  const addressOf = addressReader(settings.trustedProxies);
  const sockets = { services, feed, operations, admission, log, connections, contextOf, addressOf };
  webSocketRoute(server, sockets);
  eventStreamRoute(server, sockets);
  const metrics = healthRoutes(server, services, settings);
  admission.measure(metrics);
  feed.measure(metrics, () => connections.count);
  const jobs = new Jobs({
    url: settings.databaseUrl,
    due: modules.flatMap((module) => [...(module.due ?? [])]),
    periodic: [...modules.flatMap((module) => [...(module.periodic ?? [])]), ...identity.periodic],
    // A test that moves the clock also decides what happens at which time.
    runsPeriodicTasks: services.clock === services.wallClock,
    log,
  });
  jobs.measure(metrics);
  await identity.routes(server);
  serveReference(server, errorReference(services.messages, mutationRefusals));
  serveReference(server, scopeReference(services.permissions));
  await clientRoutes(server, settings.clientsDirectory);
  if (settings.isDemo) demoRoutes(server, services, settings.publicUrl);
  for (const module of modules) await module.routes?.(server, services);
  await jobs.start(services);
  let closed: Promise<void> | undefined;
  return {
    server,
    services,
    feed,
    operations,
    jobs,
    metrics,
    admission,
    connections,
    close: () =>
      (closed ??= closeInOrder([
        // New work is refused, and work in flight finishes.
        [server, jobs],
        // The feed publishes the last events of that work.
        [feed],
        [services.schemaVersion, services.wallClock, services.database],
      ])),
  };
}

/**
 * Closes stage by stage. A part that fails does not stop the others; its error is thrown at the
 * end.
 */
async function closeInOrder(stages: readonly (readonly { close(): unknown }[])[]): Promise<void> {
  const failures: unknown[] = [];
  for (const stage of stages) {
    for (const ended of await Promise.allSettled(stage.map(async (part) => part.close())))
      if (ended.status === 'rejected') failures.push(ended.reason);
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Parts of the node did not close');
}

/** The schema of all modules, also for tools that need it without a database. */
export function platformSchema(
  refusals: RefusalsOfMutations = mutationRefusals,
): ReturnType<typeof buildSchema> {
  for (const module of modules) {
    for (const [prefix, loader] of Object.entries(module.nodes ?? {}))
      nodeLoaders.set(prefix, loader);
  }
  setErrorCodes(gather(modules).messages.descriptions());
  const schema = buildSchema(modules);
  describeRefusals(schema, refusals);
  return schema;
}

/** Merges the contributions of all modules. */
export function gather(list: readonly Module[]): Pick<Services, 'permissions' | 'messages'> {
  const permissions = new Permissions();
  const messages = new MessageCatalogue();
  for (const module of list) {
    if (module.rules) permissions.addRules(module.rules);
    if (module.policy) permissions.addPolicy(module.policy);
    if (module.scopes) permissions.addScopes(module.scopes);
    messages.add(module.messages ?? {}, module.terms);
    messages.addSentences(module.sentences ?? {});
  }
  return { permissions, messages };
}

async function openServices(
  settings: Settings,
  log: pino.Logger,
  clock: Clock | null,
): Promise<{ services: Services; feed: Feed }> {
  const entities = modules.flatMap((module) => [
    ...(module.entities ?? []),
  ]) as EntityClass<unknown>[];
  const database = await Database.open({
    url: settings.databaseUrl,
    poolSizeMax: settings.poolSizeMax,
    entities,
    preconditions: preparedPreconditions,
  });
  const feed = new Feed({
    url: settings.databaseUrl,
    logger: log,
    retentionHours: settings.feedRetentionHours,
    sources: modules.flatMap((module) => [...(module.feeds ?? [])]),
  });
  const wallClock = new DatabaseClock(
    async () => Number((await feed.rows<{ ms: string }>(selectNowMs))[0]?.ms),
    log,
  );
  const services = {
    database,
    feed,
    clock: clock ?? wallClock,
    wallClock,
    schemaVersion: new SchemaVersion(feed, log),
    serving: new ServingMonitor(),
    heavy: new AdmissionController(1, limits.heavyRequestsWaitingMax),
    log,
    objects: openObjectStore(settings.objects),
    links: new SignedLinks(settings),
    cursors: new ListCursors(settings),
    secretKey: settings.secretKey,
    photoRetentionDays: settings.photoRetentionDays,
    vault: new Vault([settings.secretKey, ...settings.oldSecretKeys]),
    rightToActFor:
      modules.find((module) => module.rightToActFor)?.rightToActFor ?? (async () => null),
    eligibilityHandlers: modules.flatMap((module) => module.eligibilityChanged ?? []),
    dataSubjectHandlers: modules.flatMap((module) => module.dataSubject ?? []),
    ...gather(modules),
  };
  return { services, feed };
}

const selectNowMs = statement(
  'app.selectNowMs',
  'select round(extract(epoch from clock_timestamp()) * 1000) as ms',
);

/** Keeps personal data and secrets out of the logs, in any object that is logged. */
const redactedPaths = [
  'req.headers.authorization',
  'headers.authorization',
  '*.phone',
  '*.address',
  '*.identityNumber',
  '*.token',
];
